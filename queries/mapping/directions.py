"""Which way a message went: the words that say that a customer wrote it, or the service."""

from __future__ import annotations

DIRECTIONS: dict[str, tuple[str, ...]] = {
    "in": ("in", "inbound", "incoming", "received", "customer", "client", "user", "buyer", "end-user", "end_user",
           "enduser", "visitor", "contact", "requester", "from customer", "收", "收到", "接收", "呼入", "客户", "顾客",
           "用户", "买家", "访客", "eingehend", "kunde"),
    "out": ("out", "outbound", "outgoing", "sent", "agent", "support", "operator", "staff", "admin", "seller", "shop",
            "service", "employee", "to customer", "发", "发出", "发送", "呼出", "客服", "商家", "卖家", "坐席", "店铺",
            "ausgehend", "mitarbeiter"),
}  # fmt: skip
"""What says of a message whether a customer wrote it, or the service; in small letters."""
_YES, _NO = ("true", "1", "yes", "t", "y", "是"), ("false", "0", "no", "f", "n", "否")


def directions(column: str) -> dict[str, tuple[str, ...]]:
    """The words for in and out of a column; of one that is called after one of them, yes and no as well."""
    words = set(column.casefold().replace("_", " ").split())
    if words & {"inbound", "incoming"} or {"from", "customer"} <= words:
        return {"in": (*DIRECTIONS["in"], *_YES), "out": (*DIRECTIONS["out"], *_NO)}
    if words & {"outbound", "outgoing"} or {"from", "agent"} <= words:
        return {"in": (*DIRECTIONS["in"], *_NO), "out": (*DIRECTIONS["out"], *_YES)}
    return DIRECTIONS
