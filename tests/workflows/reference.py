"""A slow, obvious reading of a workflow: plain lists, folded anew for every question."""

from __future__ import annotations

from datetime import date

from salesmgmt.workflows import Event, Needs, Transition, Workflow


class RefusedError(Exception):
    """An event cannot happen."""


class Slow:
    """A case that keeps its events and nothing else."""

    def __init__(self, flow: Workflow, opened: date, amount: int, owner: str = "") -> None:
        self.owner = owner
        self.flow = flow
        self.opened = opened
        self.amount = amount
        self.events: tuple[Event, ...] = ()

    def stand(self, events: tuple[Event, ...]) -> tuple[str, date, list[str], set[str]]:
        """State, day of entry, who has signed, and which added approvers are still waited for."""
        self.state, self.since = self.flow.start, self.opened
        self.signed: list[tuple[Transition, str, str, str]] = []
        self.added: list[tuple[str, str]] = []
        self.delegated: list[tuple[str, str, str, date, date]] = []
        self.handed: dict[tuple[str, str], str] = {}
        for number, event in enumerate(events):
            self.step(event, events[:number])
        signers = [person for _, _, person, _ in self.signed]
        return self.state, self.since, signers, {person for _, person in self.added if person not in signers}

    def step(self, event: Event, before: tuple[Event, ...]) -> None:
        final = {state.name for state in self.flow.states if state.kind.value == "final"}
        if event.name == "@take-over":
            self.need(not before)
            self.state, self.since = str(event.payload["state"]), event.on
            return
        self.need(self.state not in final)
        self.need(self.may_speak(event))
        if event.name.startswith("@"):
            self.act(event)
            return
        for one in self.flow.transitions:
            if one.event == event.name and self.state in one.source and self.fits(one, event, before):
                self.take(one, event)
                return
        raise RefusedError

    def need(self, holds: bool) -> None:
        if not holds:
            raise RefusedError

    def may_speak(self, event: Event) -> bool:
        if not event.behalf:
            return (event.by, event.role) not in self.handed
        holder = self.handed.get((event.behalf, event.role))
        if holder is not None:
            return holder == event.by
        return any(
            (person, role, to) == (event.behalf, event.role, event.by) and start <= event.on < end
            for person, role, to, start, end in self.delegated
        )

    def act(self, event: Event) -> None:
        to, person = str(event.payload["to"]), event.behalf or event.by
        signers = [signer for _, _, signer, _ in self.signed]
        if event.name == "@add-approver":
            name = str(event.payload["event"])
            found = [one for one in self.flow.transitions if one.event == name and self.state in one.source]
            self.need(
                any(not one.roles or event.role in one.roles for one in found) or (name, person) in self.added
            )
            self.need(bool(found) and to not in (person, event.by, *signers) and (name, to) not in self.added)
            self.added.append((name, to))
            return
        asked = {one for _, one in self.added}
        roles = {role for one in self.flow.transitions for role in one.roles}
        self.need(event.role in roles or (not event.role and person in asked))
        self.need(to != event.by)
        if event.name == "@delegate":
            self.need(not event.behalf)
            end = event.payload.get("end", date.max)
            start = event.payload["start"]
            assert isinstance(start, date)
            assert isinstance(end, date)
            self.delegated.append((event.by, event.role, to, start, end))
        elif to == person:
            self.handed.pop((person, event.role), None)
        else:
            self.handed[person, event.role] = to

    def fits(self, one: Transition, event: Event, before: tuple[Event, ...]) -> bool:
        person = event.behalf or event.by
        if one.roles and event.role not in one.roles and (one.event, person) not in self.added:
            return False
        if "subject.owner" in one.not_by and self.owner in (person, event.by):
            return False
        authors = {who for past in before if past.name in one.not_by for who in (past.by, past.behalf) if who}
        if authors & {person, event.by}:
            return False
        here = next(state for state in self.flow.states if state.name == self.state)
        for deadline in here.deadlines:
            if deadline.then == one.event and event.on <= deadline.due(self.since, self.flow.calendar):
                return False
        if any(name not in event.payload for name in one.asks):
            return False
        if len(one.to) > 1 and event.payload.get("to") not in one.to:
            return False
        if not self.holds(one, event, before) or not self.filed(one, event, before):
            return False
        to = self.target(one, event)
        for other, there, signer, role in self.signed:
            if other is one and there == to:
                if signer == person:
                    return False
                if one.needs is Needs.ALL and role == event.role and role in one.roles:
                    return False
        return True

    def filed(self, one: Transition, event: Event, before: tuple[Event, ...]) -> bool:
        for paper in one.requires:
            told = [past.payload[paper.name] for past in (*before, event) if paper.name in past.payload]
            needed = not paper.when.fields or self.amount >= 5
            if needed and (not told or told[-1] is False):
                return False
        return True

    def holds(self, one: Transition, event: Event, before: tuple[Event, ...]) -> bool:
        if "event.yes" in one.guard.fields:
            return event.payload.get("yes") is True
        if "case.go.yes" in one.guard.fields:
            gone = [past.payload.get("yes") for past in before if past.name == "go"]
            return (not gone or gone[-1] in (None, True)) and event.on > self.since
        return one.guard.matches({"subject": {"amount": self.amount}})

    def target(self, one: Transition, event: Event) -> str:
        return str(event.payload["to"]) if len(one.to) > 1 else one.to[0]

    def take(self, one: Transition, event: Event) -> None:
        person, to = event.behalf or event.by, self.target(one, event)
        asked = {who for name, who in self.added if name == one.event}
        if asked or one.needs is not Needs.ANY:
            self.signed = [mark for mark in self.signed if mark[2] != person]
            self.signed.append((one, to, person, event.role))
            marks = [mark for mark in self.signed if mark[0] is one and mark[1] == to]
            own = [mark for mark in marks if mark[2] not in asked]
            if one.needs is Needs.ALL:
                enough = {mark[3] for mark in own} >= set(one.roles)
            else:
                enough = len(own) >= (one.quorum or 1)
            if not enough or not asked <= {mark[2] for mark in marks}:
                return
        self.state, self.since, self.signed, self.added = to, event.on, [], []
