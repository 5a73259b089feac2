"""Rule sets: who gets which account, by rules that can be dated, compared, explained and audited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from attrs import evolve, field, frozen

from salesmgmt.calendars import DateRange, as_date, range_of
from salesmgmt.criteria import ALWAYS, Criterion
from salesmgmt.criteria.reads import Tables
from salesmgmt.errors import (
    BatchError,
    InvalidValueError,
    Problem,
    SalesmgmtError,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.tables import Table, headed
from salesmgmt.territory.checks import check_count, check_text, tuple_of
from salesmgmt.territory.plans.plan import Placement, PlanStatus, Territory, TerritoryPlan
from salesmgmt.territory.rules.accounts import AccountsLike, Source, check_key, source_of
from salesmgmt.territory.rules.auditing import audit_of
from salesmgmt.territory.rules.engine import BAD, Engine, Outcome
from salesmgmt.territory.rules.findings import Audit
from salesmgmt.territory.rules.model import TerritoryRule
from salesmgmt.territory.rules.tracing import Trace, Tracer
from salesmgmt.territory.rules.tree import RuleTree, tree_of
from salesmgmt.territory.rules.writing import fields_of, rules_of
from salesmgmt.territory.texts import HEADINGS

__all__ = ["Assigned", "Match", "RuleSet"]


class Match(StrEnum):
    """How many territories an account may belong to."""

    FIRST = "first"
    ALL = "all"


def _as_match(value: Match | str) -> Match:
    try:
        return Match(value)
    except ValueError:
        raise InvalidValueError("match", value, "be 'first' or 'all'") from None


def _as_status(value: PlanStatus | str) -> PlanStatus:
    try:
        return PlanStatus(value)
    except ValueError:
        raise InvalidValueError("status", value, "be 'draft' or 'live'") from None


def _as_during(value: DateRange | str) -> DateRange:
    return range_of(value, "during")


def _as_rules(given: Iterable[TerritoryRule]) -> tuple[TerritoryRule, ...]:
    return tuple(sorted(tuple_of(given, TerritoryRule, "rules"), key=lambda one: one.id))


def _optional_day(value: date | str | None) -> date | None:
    return None if value is None else as_date(value, "on")


@frozen(repr=False)
class RuleSet:
    """Who gets which account: a tree of rules, asked level by level from the top.

    An account that no rule names starts at the top. Of the rules there that take it, the first one wins:
    the highest priority, then the more specific condition (one that lies within another is more specific;
    otherwise the one that compares more fields), then the identifier. Then the rules below the winner are
    asked in the same way, and so on down; what none of them takes is a gap, unless the territory keeps its
    rest. An account that a rule names in starts at that territory, whatever stands above. With
    `match="all"` every rule that takes an account is followed, not only the first.

    All fields that the rules below a territory name are looked up before one of them decides, so an account
    that lacks one is refused unless the condition says what its lack means; the order of the rules does not
    matter for that.

    Attributes:
        id: Identifier given by the caller.
        rules: The rules, kept in the order of their identifiers.
        match: `first` or `all`.
        key: Name of the field that holds an account's identifier.
        during: Days on which the rules hold; a text such as `2026-01-01/..` is accepted.
        status: `draft` or `live`.
        version: Number of the version, from 1.

    Raises:
        BatchError: If a territory has two rules, a parent is unknown, parents go in a circle, an account is
            named in twice (with `match="first"`), or two rules read a field as two types or currencies; all
            at once.
        InvalidValueError: If the identifier is empty, or a setting is none of those above.
        WrongTypeError: If something has another type.

    Examples:
        >>> from salesmgmt.criteria import field
        >>> from salesmgmt.records import Customer
        >>> from salesmgmt.territory.rules import rule
        >>> rules = RuleSet("2026", [
        ...     rule("north", field("region").equals("N"), owner="ann"),
        ...     rule("key", owner="zoe", priority=1, where=field("segment").equals("key")),
        ... ])
        >>> given = [Customer("C-1", region="N", segment="key"), Customer("C-2", region="N", segment="small")]
        >>> done = rules.assign(given)
        >>> done.territory_of("C-1"), done.owner_of("C-2")
        ('key', 'ann')
    """

    id: str
    rules: tuple[TerritoryRule, ...] = field(converter=_as_rules)
    match: Match = field(default=Match.FIRST, converter=_as_match)
    key: str = "id"
    during: DateRange = field(factory=DateRange.always, converter=_as_during)
    status: PlanStatus = field(default=PlanStatus.DRAFT, converter=_as_status)
    version: int = 1
    _tree: RuleTree = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        check_text("id", self.id)
        check_key(self.key)
        check_count("version", self.version, 1)
        tree = tree_of(self.rules, first=self.match is Match.FIRST)
        object.__setattr__(self, "_tree", tree)

    def __repr__(self) -> str:
        return (
            f"RuleSet({self.id!r}, {len(self.rules):,} rules, match={self.match.value!r}, "
            f"{self.status.value}, version {self.version})"
        )

    @classmethod
    def of_plan(
        cls,
        plan: TerritoryPlan,
        accounts: AccountsLike = (),
        *,
        by: Iterable[str] | str = (),
        key: str = "id",
        tables: Tables | None = None,
    ) -> RuleSet:
        """A plan written as rules, such as one that an alignment found.

        The rules give every account the place that it has in the plan. Without fields to go `by` they name
        each account. With them, a rule takes the values of which more than half of the accounts stand in one
        territory, and names only the exceptions; so accounts to come find a place, too. Days, status and
        version are those of the plan; what stands a second time (its overlays) is left out.

        Args:
            plan: The plan.
            accounts: The accounts whose fields are compared, as for `assign`; not needed to name them all.
            by: Fields that hold text, such as `region`, or `region` and `segment`.
            key: Name of the field that holds an account's identifier.
            tables: Reference tables, as for `Criterion.matches`.

        Raises:
            BatchError: If accounts have no identifier of their own, or a field holds no text; all at once.
            InvalidValueError: If a field stands twice.
            WrongTypeError: If the plan is none.

        Examples:
            >>> from salesmgmt.records import Customer
            >>> given = [Customer(f"C-{n}", region="N" if n < 5 else "S") for n in range(8)]
            >>> plan = TerritoryPlan("2027", [Territory("T1"), Territory("T2")], {
            ...     one.id: "T1" if one.region == "N" else "T2" for one in given
            ... } | {"C-0": "T2"})
            >>> rules = RuleSet.of_plan(plan, given, by="region")
            >>> print(rules.rule("T2").where)
            region is “S” (and is not missing)
            >>> rules.rule("T1").includes, rules.rule("T2").includes
            ((), ('C-0',))
            >>> rules.assign(given).plan("2027") == plan
            True
        """
        if not isinstance(plan, TerritoryPlan):
            raise WrongTypeError("plan", plan, "be a TerritoryPlan")
        check_key(key)
        rules = rules_of(plan, source_of(accounts, key, tables), fields_of(by))
        return cls(plan.id, rules, Match.FIRST, key, plan.during, plan.status, plan.version)

    def rule(self, territory: str) -> TerritoryRule:
        """The rule of a territory.

        Raises:
            UnknownIdentifierError: If there is none.
        """
        found = self._tree.by_id.get(territory) if isinstance(territory, str) else None
        if found is None:
            raise UnknownIdentifierError("territory", territory, "be a territory of the rules")
        return found

    @property
    def territories(self) -> tuple[Territory, ...]:
        """The territories of the rules, in the order of their identifiers."""
        return tuple(one.territory for one in self.rules)

    def revised(self, rules: Iterable[TerritoryRule], *, remove: Iterable[str] = ()) -> RuleSet:
        """The next version, a draft: with some rules put in the place of those they have the territory of.

        Args:
            rules: The rules that are new or changed.
            remove: Identifiers of the territories that are dropped.

        Raises:
            BatchError: If the rules make no tree any more.
            UnknownIdentifierError: If a territory to drop is unknown.
        """
        gone = {remove} if isinstance(remove, str) else set(remove)
        for territory in sorted(gone):
            self.rule(territory)
        kept = {one.id: one for one in self.rules if one.id not in gone}
        changed = {one.id: one for one in tuple_of(rules, TerritoryRule, "rules")}
        return evolve(
            self,
            rules=tuple({**kept, **changed}.values()),
            status=PlanStatus.DRAFT,
            version=self.version + 1,
        )

    def live(self, during: DateRange | str | None = None) -> RuleSet:
        """The same rules, holding from now on.

        Args:
            during: Days on which they hold; those that they have where left out.
        """
        span = self.during if during is None else range_of(during, "during")
        return evolve(self, status=PlanStatus.LIVE, during=span)

    def assign(
        self, accounts: AccountsLike, on: date | str | None = None, tables: Tables | None = None
    ) -> Assigned:
        """Give every account its territory, or several where all matches count.

        Args:
            accounts: A batch, whose customers are meant, or customers, mappings or objects of any class; each
                is read once. Their identifiers stand in the field `key`.
            on: The day for which they are assigned; None where it does not matter.
            tables: Reference tables, as for `Criterion.matches`; a batch brings its own.

        Returns:
            The territories of each account, in the order of the accounts.

        Raises:
            BatchError: If accounts have no identifier of their own, or lack what a rule reads; all at once.
            InvalidValueError: If the rules do not hold on the day.
        """
        day = self._day(on)
        source = source_of(accounts, self.key, tables)
        engine = Engine(self._tree, source.tables)
        found = engine.of(source.records)
        named: dict[str, Outcome] = {}
        for account in {**self._tree.named_in, **self._tree.named_out}:
            place = source.places.get(account)
            if place is not None:
                found[place] = named[account] = engine.named(
                    source.records[place],
                    self._tree.named_in.get(account, ()),
                    self._tree.named_out.get(account, frozenset()),
                )
        if BAD in found:
            raise BatchError("accounts", self._problems(source, found))
        return Assigned._of(self, source, tuple(found), day)

    def _day(self, on: date | str | None) -> date | None:
        day = _optional_day(on)
        if day is not None and day not in self.during:
            raise InvalidValueError("on", day, f"be a day on which the rules hold: {self.during}")
        return day

    def _problems(self, source: Source, found: Iterable[Outcome]) -> list[Problem]:
        tracer = Tracer(self._tree, source.tables)
        problems = []
        for account, record, outcome in zip(source.ids, source.records, found, strict=True):
            if outcome == BAD:
                try:
                    tracer.trace(account, record)
                except SalesmgmtError as error:
                    problems.append(Problem.of(f"Account {account}", error))
        return problems

    def trace(self, record: object, tables: Tables | None = None) -> Trace:
        """Why one account would be where it would be.

        Args:
            record: The account.
            tables: Reference tables, as for `Criterion.matches`.

        Raises:
            SalesmgmtError: If it has no identifier, or lacks what a rule reads.
        """
        source = source_of([record], self.key, tables)
        return Tracer(self._tree, source.tables).trace(source.ids[0], record)

    def audit(self, within: Criterion = ALWAYS, *, budget: int = 20_000) -> Audit:
        """Look for rules that do nothing, for gaps, and for rules between which only the identifier decides.

        It looks at the conditions, not at accounts, so it finds what the accounts of today do not show. Each
        finding comes with an account that shows it, where one can.

        Args:
            within: What is known of all accounts, such as the regions there are; what lies outside is no gap.
            budget: How many steps each question may take; what is not answered by then is reported as open.

        Raises:
            WrongTypeError: If `within` is no criterion, or reads a field as another type than the rules.
        """
        if not isinstance(within, Criterion):
            raise WrongTypeError("within", within, "be a criterion")
        return audit_of(self._tree, self.key, within, budget)


def _as_accounts(given: Iterable[str]) -> tuple[str, ...]:
    return given if isinstance(given, tuple) else tuple_of(given, str, "accounts")


def _as_found(given: Iterable[Iterable[str]]) -> tuple[Outcome, ...]:
    if isinstance(given, tuple) and set(map(type, given)) <= {tuple}:
        return given
    if not isinstance(given, Iterable) or isinstance(given, str):
        raise WrongTypeError("territories", given, "be the territories of each account, in a list")
    return tuple(tuple_of(one, str, "territories") for one in given)


@frozen(repr=False)
class Assigned:
    """The outcome of assigning accounts by rules.

    Attributes:
        rules: The rules that were asked.
        accounts: Identifiers of the accounts, in the order in which they were given.
        territories: For each of them, the territories to which it belongs, in their order; none for a gap.
        on: The day for which they were assigned; None where it did not matter.

    Raises:
        BatchError: If an account stands twice or has unknown territories, or several where only the first
            match counts.
        InvalidValueError: If there are not as many territories as accounts.
        WrongTypeError: If something has another type.
    """

    rules: RuleSet
    accounts: tuple[str, ...] = field(converter=_as_accounts)
    territories: tuple[tuple[str, ...], ...] = field(converter=_as_found)
    on: date | None = field(default=None, converter=_optional_day)
    _places: Mapping[str, int] = field(init=False, eq=False)
    _source: Source | None = field(default=None, init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.rules, RuleSet):
            raise WrongTypeError("rules", self.rules, "be a RuleSet")
        count = len(self.accounts)
        if len(self.territories) != count:
            raise InvalidValueError("territories", len(self.territories), f"be as many as accounts, {count}")
        if set(map(type, self.accounts)) - {str}:
            odd = next(one for one in self.accounts if type(one) is not str)
            raise WrongTypeError("accounts", odd, "be identifiers")
        places = dict(zip(self.accounts, range(count), strict=True))
        problems = [] if len(places) == count else _repeated(self.accounts)
        odd_ones = {outcome for outcome in set(self.territories) if not self._is_sound(outcome)}
        if odd_ones:
            rule = "be territories of the rules, one at most where the first match counts"
            problems += [
                Problem(f"Account {account}", "territories", ", ".join(outcome), rule)
                for account, outcome in zip(self.accounts, self.territories, strict=True)
                if outcome in odd_ones
            ]
        if problems:
            raise BatchError("assigned", problems)
        object.__setattr__(self, "_places", places)

    @classmethod
    def _of(cls, rules: RuleSet, source: Source, found: tuple[Outcome, ...], on: date | None) -> Assigned:
        """The outcome for accounts that are checked already, which are kept for its traces."""
        done = cls(rules, (), (), on)
        known = {"accounts": source.ids, "territories": found, "_places": source.places, "_source": source}
        for name, value in known.items():
            object.__setattr__(done, name, value)
        return done

    def _is_sound(self, outcome: Outcome) -> bool:
        known = self.rules._tree.by_id
        most = 1 if self.rules.match is Match.FIRST else len(outcome)
        return len(outcome) <= most and all(one in known for one in outcome)

    def __repr__(self) -> str:
        gaps = self.territories.count(())
        return f"Assigned({len(self.accounts):,} accounts, {len(self.rules.rules):,} rules, {gaps:,} gaps)"

    def territories_of(self, account: str) -> tuple[str, ...]:
        """The territories of an account, in their order; none for a gap.

        Raises:
            UnknownIdentifierError: If the account was not assigned.
        """
        place = self._places.get(account) if isinstance(account, str) else None
        if place is None:
            raise UnknownIdentifierError("account", account, "be an account that was assigned")
        return self.territories[place]

    def territory_of(self, account: str) -> str | None:
        """The territory of an account, the first one where there are several; None for a gap.

        Raises:
            UnknownIdentifierError: If the account was not assigned.
        """
        found = self.territories_of(account)
        return found[0] if found else None

    def owner_of(self, account: str) -> str | None:
        """Who looks after an account; None for a gap, or where nobody owns its territory.

        Raises:
            UnknownIdentifierError: If the account was not assigned.
        """
        territory = self.territory_of(account)
        return None if territory is None else self.rules.rule(territory).territory.owner

    @property
    def unplaced(self) -> tuple[str, ...]:
        """The accounts that belong to no territory, in their order."""
        pairs = zip(self.accounts, self.territories, strict=True)
        return tuple([account for account, found in pairs if not found])

    def load(self) -> Mapping[str, int]:
        """Number of accounts by territory, in the order of the territories; those with none are there too."""
        counts = Counter(self.territories)
        found = {one.id: 0 for one in self.rules.rules}
        for outcome, count in counts.items():
            for territory in outcome:
                found[territory] += count
        return found

    def trace(self, account: str) -> Trace:
        """Why an account is where it is: which rules took it, what they beat and why, and what failed where.

        Raises:
            UnknownIdentifierError: If the account was not assigned, or the outcome was stored and read back,
                since it does not hold the accounts themselves; ask `rules.trace(record)` then.
        """
        return self._traced([account])[0]

    def gaps(self, most: int = 20) -> tuple[Trace, ...]:
        """Why accounts belong to no territory: the way of each, and the rules that it missed most narrowly.

        Args:
            most: How many at most, in the order of the accounts.

        Raises:
            UnknownIdentifierError: As `trace`.
        """
        check_count("most", most)
        return self._traced(self.unplaced[:most])

    def _traced(self, accounts: Iterable[str]) -> tuple[Trace, ...]:
        source, traces = self._source, []
        tracer = None if source is None else Tracer(self.rules._tree, source.tables)
        for account in accounts:
            self.territories_of(account)
            if source is None or tracer is None:
                rule = "have its record at hand; ask rules.trace(record)"
                raise UnknownIdentifierError("account", account, rule)
            traces.append(tracer.trace(account, source.records[self._places[account]]))
        return tuple(traces)

    def plan(
        self,
        identifier: str | None = None,
        *,
        during: DateRange | str | None = None,
        status: PlanStatus | str | None = None,
        version: int | None = None,
    ) -> TerritoryPlan:
        """The outcome as a plan: the first territory of each account is its place, others are overlays.

        Args:
            identifier: Identifier of the plan; that of the rules where left out.
            during: Days on which it holds; those of the rules where left out.
            status: `draft` or `live`; that of the rules where left out.
            version: Number of the version; that of the rules where left out.

        Raises:
            InvalidValueError: If the identifier is empty, or a setting is none of those above.
        """
        pairs = [*zip(self.accounts, self.territories, strict=True)]
        return TerritoryPlan(
            self.rules.id if identifier is None else identifier,
            self.rules.territories,
            [Placement(account, found[0]) for account, found in pairs if found],
            [Placement(account, one) for account, found in pairs for one in found[1:]],
            self.rules.during if during is None else range_of(during, "during"),
            self.rules.status if status is None else status,
            self.rules.version if version is None else version,
        )

    def records(self) -> list[dict[str, object]]:
        """One row per account and territory, for a DataFrame; a gap has one row without a territory."""
        rows: list[dict[str, object]] = []
        for account, found in zip(self.accounts, self.territories, strict=True):
            for territory in found or (None,):
                owner = None if territory is None else self.rules.rule(territory).territory.owner
                rows.append({"account": account, "territory": territory, "owner": owner})
        return rows

    def table(self, lang: str = "en") -> Table:
        """Number of accounts by territory, gaps last."""
        rows: list[tuple[object, ...]] = [
            (territory, self.rules.rule(territory).territory.owner, count)
            for territory, count in self.load().items()
            if count
        ]
        gaps = self.territories.count(())
        if gaps:
            rows.append((None, None, gaps))
        return Table("", headed(HEADINGS, lang, "territory", "owner", "accounts"), rows, lang=lang)


def _repeated(accounts: Iterable[str]) -> list[Problem]:
    counts = Counter(accounts)
    return [
        Problem(f"Account {account}", "accounts", account, "stand once")
        for account, count in counts.items()
        if count > 1
    ]
