"""Texts of the customer pool: recycling, claims, registrations, duplicate pursuit, cross-territory sales."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["POOL_HEADINGS", "POOL_TEXTS"]

POOL_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "territory.claim.allowed": (
            "{participant} may claim {customer}",
            "{participant} 可以领取 {customer}",
        ),
        "territory.claim.cap": (
            "{participant} holds {held} customers and may hold {most}; {apart} won ones stand apart",
            "{participant} 已持有 {held} 个客户，上限为 {most} 个（另有 {apart} 个成交客户不计）",
        ),
        "territory.claim.daily": (
            "{participant} has claimed {claims} {claims:customer|customers} today and may claim {most}",
            "{participant} 今日已领取 {claims} 个客户，每日上限 {most} 个",
        ),
        "territory.claim.held": (
            "{customer} is not in the pool: {owner} looks after it",
            "{customer} 不在公海：由 {owner} 负责",
        ),
        "territory.claim.wait": (
            "{participant} lost {customer} on {lost} and has to wait {days} days, until {free}",
            "{participant} 于 {lost} 失去 {customer}，须等待 {days} 天，{free} 起方可再次领取",
        ),
        "territory.cross.credit": (
            "{share} of the credit goes from {seller} to {owner}",
            "{seller} 的业绩中 {share} 划归 {owner}",
        ),
        "territory.cross.sold": (
            "{seller} sold to {customer} on {on} for {amount}; {territory} is the territory of {owner}",
            "{seller} 于 {on} 向 {customer} 销售 {amount}，而 {territory} 是 {owner} 的区域，属于窜货",
        ),
        "territory.pool.expired": (
            "{customer} goes back to the pool: the protection of {owner} ended on {until} without a deal",
            "{customer} 收回公海：{owner} 的保护期于 {until} 届满，仍未成交",
        ),
        "territory.pool.kept": (
            "{customer} stays with {owner}: no rule asks for it back",
            "{customer} 继续由 {owner} 负责：没有规则要求收回",
        ),
        "territory.pool.kept_until": (
            "{customer} stays with {owner}; it goes back on {until} if nothing happens",
            "{customer} 继续由 {owner} 负责；若无进展，将于 {until} 收回",
        ),
        "territory.pool.locked": (
            "{customer} stays with {owner}: it is locked",
            "{customer} 继续由 {owner} 负责：已锁定",
        ),
        "territory.pool.no_deal": (
            "{customer} goes back to the pool: {owner} has won no deal for {days} {days:day|days}",
            "{customer} 收回公海：{owner} 已 {days} 天未成交",
        ),
        "territory.pool.no_follow_up": (
            "{customer} goes back to the pool: {owner} has not followed up for {days} {days:day|days}",
            "{customer} 收回公海：{owner} 已 {days} 天未跟进",
        ),
        "territory.pool.protected": (
            "{customer} stays with {owner}: it is protected until {until}",
            "{customer} 继续由 {owner} 负责：保护期至 {until}",
        ),
        "territory.pool.won": (
            "{customer} stays with {owner}: it bought on {on}",
            "{customer} 继续由 {owner} 负责：已于 {on} 成交",
        ),
        "territory.pursuit.contact": (
            "first contact: {first} {best}, {second} {next}",
            "首次接触：{first} 为 {best}，{second} 为 {next}",
        ),
        "territory.pursuit.contact.none": ("first contact: nobody", "首次接触：均无"),
        "territory.pursuit.contacts": (
            "number of contacts: {first} {best}, {second} {next}",
            "接触次数：{first} {best} 次，{second} {next} 次",
        ),
        "territory.pursuit.contacts.none": ("number of contacts: none", "接触次数：均无"),
        "territory.pursuit.decided": (
            "{customer} belongs to {winner}, as the last of these decides",
            "{customer} 归 {winner}，以下最后一项为判定依据",
        ),
        "territory.pursuit.latest": (
            "last contact: {first} {best}, {second} {next}",
            "最近接触：{first} 为 {best}，{second} 为 {next}",
        ),
        "territory.pursuit.latest.none": ("last contact: nobody", "最近接触：均无"),
        "territory.pursuit.opportunity": (
            "first opportunity: {first} {best}, {second} {next}",
            "首个商机：{first} 为 {best}，{second} 为 {next}",
        ),
        "territory.pursuit.opportunity.none": ("first opportunity: nobody", "首个商机：均无"),
        "territory.pursuit.owner": (
            "owner of the customer: {first} {best}, {second} {next}",
            "现负责人：{first} {best}，{second} {next}",
        ),
        "territory.pursuit.owner.none": ("owner of the customer: none of them", "现负责人：均不是"),
        "territory.pursuit.registration": (
            "registered first: {first} {best}, {second} {next}",
            "报备在先：{first} 为 {best}，{second} 为 {next}",
        ),
        "territory.pursuit.registration.none": ("registered first: nobody", "报备在先：均无"),
        "territory.registration.second": (
            "{registration} of {participant} is refused: {customer} is {other}'s, {announced} to {until}",
            "{participant} 的报备 {registration} 被拒：{other} 自 {announced} 报备 {customer}，{until} 失效",
        ),
        "territory.registration.waits": (
            "{registration} of {participant} waits: {customer} is {other}'s from {announced} until {until}",
            "{participant} 的报备 {registration} 等待：{other} 自 {announced} 报备 {customer}，{until} 失效",
        ),
        "territory.pursuit.nobody": (
            "nobody has anything to show for {customer}",
            "没有人对 {customer} 提供任何依据",
        ),
        "territory.pursuit.only": (
            "{customer} belongs to {winner}: nobody else pursues it",
            "{customer} 归 {winner}：没有其他人跟进",
        ),
        "territory.pursuit.open": (
            "the evidence does not tell whose {customer} is: {claimants}",
            "现有依据无法判定 {customer} 的归属：{claimants}",
        ),
        "territory.registration.accepted": (
            "{registration} of {participant} for {customer} holds from {begins} until {until}",
            "{participant} 对 {customer} 的报备 {registration} 有效，自 {begins} 起至 {until} 失效",
        ),
        "territory.registration.again": (
            "{registration} is refused: {participant} may register {customer} again from {free} on",
            "报备 {registration} 被拒：{participant} 于 {free} 起方可再次报备 {customer}",
        ),
        "territory.registration.expired": (
            "{registration} of {participant} for {customer} held from {begins} and expired on {until}",
            "{participant} 对 {customer} 的报备 {registration} 自 {begins} 起有效，已于 {until} 失效",
        ),
        "territory.registration.owned": (
            "{registration} of {participant} is refused: {owner} looks after {customer}",
            "{participant} 的报备 {registration} 被拒：{customer} 由 {owner} 负责",
        ),
        "territory.registration.twice": (
            "{registration} is refused: {participant} has registered {customer} already, until {until}",
            "报备 {registration} 被拒：{participant} 已报备 {customer}，{until} 失效",
        ),
    }
)

POOL_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "announced": ("announced", "报备日期"),
        "contacts": ("contacts", "接触次数"),
        "customer": ("customer", "客户"),
        "deal": ("deal", "商机"),
        "first_contact": ("first contact", "首次接触"),
        "from": ("from", "生效日期"),
        "on": ("on", "日期"),
        "opened": ("first opportunity", "首个商机"),
        "owns": ("owner", "现负责人"),
        "person": ("person", "人员"),
        "registered": ("registered", "报备日期"),
        "registration": ("registration", "报备"),
        "returns": ("goes back", "是否收回"),
        "seller": ("seller", "销售人"),
        "share": ("share", "划转比例"),
        "until": ("until", "截至"),
    }
)
