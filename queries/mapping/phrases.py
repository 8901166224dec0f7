"""What each meaning is called, in plain English words with a weight, and the words that speak against it."""

from __future__ import annotations

PHRASES: dict[str, dict[str, float]] = {
    "customer": {
        "customer": 1.0, "client": 0.95, "member": 0.95, "consumer": 0.95, "user": 0.93, "buyer": 0.93,
        "shopper": 0.93, "purchaser": 0.93, "respondent": 0.9, "subscriber": 0.86, "patient": 0.85, "player": 0.9,
        "distinct": 0.8, "visitor": 0.78, "guest": 0.78, "account": 0.78, "person": 0.97, "contact": 0.72,
        "household": 0.72, "anonymous": 0.6, "card": 0.6, "email": 0.57, "customer email": 0.58,
        "phone": 0.55, "customer phone": 0.56, "buyer phone": 0.6, "buyer name": 0.5, "user pseudo": 0.85,
        "profile": 0.75,
        "sender": 0.6, "from": 0.55, "username": 0.7, "handle": 0.5, "from email": 0.6, "login": 0.6,
        "account name": 0.7, "contact name": 0.6, "company": 0.6, "company name": 0.6, "organization": 0.6,
        "payer": 0.85,
        "billing email": 0.6, "payer email": 0.6, "bill to": 0.5, "sold to": 0.75, "partner": 0.8, "debtor": 0.8,
        "customer name": 0.45, "user name": 0.5,
        "member name": 0.45, "cookie": 0.45, "author": 0.45,
    },
    "event": {
        "event": 1.0, "event name": 1.0, "event type": 1.0, "action": 0.95, "action type": 0.95,
        "action name": 0.95, "behavior": 0.95, "behavior type": 1.0, "interaction": 0.9,
        "interaction type": 0.95, "event action": 0.95, "activity": 0.85, "activity type": 0.92,
        "operation": 0.75, "operation type": 0.8, "event category": 0.5, "transaction type": 0.7,
        "type": 0.55, "kind": 0.55, "event kind": 0.95, "activity name": 0.85,
    },
    "channel": {
        "channel": 1.0, "source channel": 0.95, "sale channel": 1.0, "touchpoint": 0.8, "platform": 0.82,
        "source": 0.75, "traffic source": 0.85, "utm source": 0.85, "medium": 0.7, "utm medium": 0.7,
        "device": 0.65, "device type": 0.7, "terminal": 0.65,
        "referrer": 0.5, "channel name": 1.0,
    },
    "amount": {
        "amount": 0.95, "paid amount": 1.0, "payment amount": 0.97, "paid": 0.9, "order amount": 0.96,
        "total amount": 0.95, "net amount": 0.97, "total": 0.88, "order total": 0.95, "grand total": 0.95,
        "total price": 0.92, "line total": 0.93, "total value": 0.9, "revenue": 0.93, "net revenue": 0.95,
        "sale": 0.85, "sale amount": 0.95, "net sale": 0.9, "value": 0.78, "order value": 0.93,
        "spend": 0.92, "spending": 0.9, "spent": 0.9, "turnover": 0.85, "payment": 0.7,
        "payment value": 0.93, "subtotal": 0.7, "payable amount": 0.85, "fare": 0.7, "income": 0.6,
        "purchase amount": 0.97, "sale price": 0.6, "line amount": 0.95, "extended price": 0.9,
        "price total": 0.9, "amount total": 0.95, "refund amount": 0.9, "refund": 0.6, "refund total": 0.9,
        "donation": 0.6, "bill": 0.5, "dollars": 0.75, "expenditure": 0.85, "expense": 0.6, "paid total": 1.0,
        "final price": 0.97, "final amount": 1.0, "total paid": 1.0, "amount due": 0.6, "settlement amount": 0.95,
    },
    "price": {
        "price": 0.95, "unit price": 1.0, "item price": 0.95, "product price": 0.95, "price each": 1.0,
        "unit cost": 0.3, "rate": 0.3, "list price": 0.8, "sale price": 0.85, "price per unit": 1.0,
    },
    "quantity": {
        "quantity": 1.0, "count": 0.6, "unit": 0.8, "item quantity": 1.0, "volume": 0.6,
        "order quantity": 0.97, "item": 0.3, "piece": 0.8, "quantity order": 0.97,
    },
    "currency": {"currency": 1.0, "currency code": 1.0, "currency id": 0.9},
    "order": {
        "order": 1.0, "invoice": 0.96, "transaction": 0.9, "receipt": 0.92, "basket": 0.85, "bill": 0.8,
        "purchase": 0.88, "sale": 0.8, "order line": 0.0, "checkout": 0.7, "document": 0.5, "trade": 0.85,
        "ticket": 0.4, "booking": 0.85, "reservation": 0.85,
    },
    "item": {
        "product": 1.0, "item": 0.97, "sku": 0.96, "stock": 0.95, "article": 0.92, "product sku": 1.0,
        "product name": 0.6, "item name": 0.6, "item description": 0.55, "product description": 0.5,
        "line item": 0.6, "variant": 0.6, "stock item": 0.9,
        "material": 0.8, "film": 0.6, "track": 0.6, "book": 0.6,
    },
    "session": {"session": 1.0, "visit": 0.85},
    "campaign": {
        "campaign": 1.0, "campaign name": 1.0, "utm campaign": 1.0, "promotion": 0.8, "newsletter": 0.7,
        "mailing": 0.7, "coupon": 0.5,
    },
    "page": {
        "page": 1.0, "page location": 1.0, "page path": 0.98, "page url": 1.0, "url": 0.9, "page name": 0.9,
        "screen name": 0.9, "path": 0.7, "page title": 0.6, "screen": 0.8, "link url": 0.7,
    },
    "source": {
        "source": 1.0, "utm source": 1.0, "traffic source": 1.0, "referrer": 0.7, "source name": 0.9,
        "first source": 0.6,
    },
    "medium": {"medium": 1.0, "utm medium": 1.0, "traffic medium": 1.0},
    "message": {
        "message id": 1.0, "email id": 0.9, "mail id": 0.9, "send id": 0.9, "delivery id": 0.7, "notification id": 0.9,
    },
    "duration": {
        "duration": 1.0, "dwell": 0.9, "dwell time": 0.95, "dwell duration": 1.0, "time on page": 0.95,
        "on page": 0.6, "session length": 0.9, "visit length": 0.9, "page time": 0.6, "time spent": 0.9,
        "session duration": 1.0, "handling time": 0.9, "length": 0.4, "second": 0.7,
    },
    "score": {
        "score": 1.0, "rating": 0.95, "nps": 1.0, "nps score": 1.0, "csat": 0.95, "star": 0.85,
        "satisfaction": 0.9, "satisfaction score": 1.0, "answer": 0.4, "grade": 0.6, "review score": 0.97,
        "csat score": 1.0,
    },
    "text": {
        "text": 1.0, "comment": 0.97, "feedback": 0.95, "review": 0.85, "review text": 1.0,
        "message": 0.95, "body": 0.85, "note": 0.75, "content": 0.85, "remark": 0.85, "verbatim": 0.95,
        "comment text": 1.0, "review comment": 0.9, "subject": 0.6, "post": 0.5, "review message": 0.97,
        "feedback text": 1.0, "description": 0.3,
    },
    "cost": {
        "cost": 1.0, "unit cost": 1.0, "cogs": 0.95, "cost amount": 1.0, "total cost": 1.0, "cost price": 1.0,
        "product cost": 1.0, "standard cost": 1.0, "purchase price": 0.6, "cost good": 0.95,
    },
    "list_price": {
        "list price": 1.0, "original price": 1.0, "regular price": 1.0, "retail price": 0.95, "full price": 0.9,
        "catalog price": 0.95, "msrp": 1.0, "rrp": 1.0,
    },
    "discount": {
        "discount": 1.0, "discount amount": 1.0, "discount value": 0.95, "discount percent": 0.95, "rebate": 0.8,
        "discount percentage": 0.95, "discount rate": 0.95, "markdown": 0.8,
    },
    "name": {
        "product name": 1.0, "item name": 1.0, "name": 0.95, "title": 0.85, "description": 0.8,
        "product title": 0.95, "product description": 0.85,
    },
    "category": {
        "category": 1.0, "product category": 1.0, "category name": 1.0, "department": 0.8, "brand": 0.5,
        "product type": 0.7, "type": 0.5, "family": 0.6, "group": 0.5, "section": 0.5,
    },
}  # fmt: skip
"""Meaning → phrase → weight. A name fits when it is the phrase or ends with it."""

_NOT_MONEY = frozenset([
    "discount", "tax", "vat", "shipped", "freight", "cost", "fee", "coupon", "tip", "balance", "limit",
    "credit", "min", "max", "average", "avg", "lifetime", "budget", "point", "payable",
])  # fmt: skip

AGAINST: dict[str, frozenset[str]] = {
    "customer": frozenset(
        [
            "referrer",
            "agent",
            "created",
            "updated",
            "type",
            "seller",
            "parent",
            "staff",
            "merchant",
            "vendor",
            "store",
            "shop",
            "driver",
            "employee",
            "cashier",
            "operator",
            "salesperson",
            "owner",
            "manager",
            "clerk",
            "courier",
            "supplier",
            "publisher",
            "host",
            "assignee",
            "quantity",
            "count",
            "status",
            "city",
            "country",
            "zip",
            "region",
            "segment",
            "tier",
            "age",
            "gender",
            "service",
            "since",
            "group",
        ]
    ),
    "event": frozenset(["payment", "product", "customer", "user", "device", "page", "order", "currency", "ticket"]),
    "channel": frozenset(["acquisition", "register", "first", "original", "id", "referral", "payment", "os"]),
    "amount": _NOT_MONEY | {"score", "unit", "quantity", "event"},
    "price": _NOT_MONEY | {"total"},
    "quantity": frozenset(["price", "cost", "stock", "returned", "inventory"]),
    "order": frozenset(["purchase_count", "type", "status", "line", "last", "first"]),
    "cost": frozenset(
        [
            "shipped",
            "shipping",
            "freight",
            "delivered",
            "handling",
            "marketing",
            "click",
            "ad",
            "acquisition",
            "campaign",
        ]
    ),
    "discount": frozenset(["code", "type", "reason", "shipped", "shipping"]),
    "item": frozenset(["count", "quantity", "line", "price"]),
    "score": frozenset(["credit", "risk", "churn", "rfm", "lead", "fraud"]),
    "text": frozenset(["alt"]),
    "page": frozenset(["quantity", "count", "duration", "time", "type", "number", "image", "avatar", "file"]),
}
"""Meaning → words that make it something else: the amount of a discount is no revenue."""

GOOD_TIMES: dict[str, float] = {
    "order": 1.0, "placed": 1.0, "event": 1.0, "occurred": 1.0, "happened": 1.0, "purchase": 1.0,
    "transaction": 1.0, "visit": 1.0, "view": 1.0, "click": 1.0, "invoice": 0.99, "sale": 0.98,
    "behavior": 1.0, "action": 1.0, "activity": 0.97, "open": 0.95, "submitted": 0.95, "created": 0.92,
    "payment": 0.84, "paid": 0.84, "sent": 0.9, "start": 0.9, "started": 0.9, "posted": 0.92, "log": 0.88,
    "response": 0.93, "answered": 0.95, "mention": 0.95, "server": 0.9, "interaction": 1.0, "issued": 0.9,
    "booking": 0.97, "entry": 0.88, "recorded": 0.9,
}  # fmt: skip
"""What stands before time, date or at, when it says when the interaction happened."""

BAD_TIMES: dict[str, float] = {
    "birth": 0.0, "updated": 0.25, "delivered": 0.25, "shipped": 0.25, "estimated": 0.1, "expected": 0.1,
    "expiry": 0.1, "expires": 0.1, "expired": 0.1, "valid": 0.1, "due": 0.15, "last": 0.2, "next": 0.1,
    "end": 0.4, "ended": 0.4, "loaded": 0.2, "load": 0.2, "etl": 0.2, "ingested": 0.2, "imported": 0.2,
    "inserted": 0.4, "synced": 0.2, "processed": 0.4, "register": 0.35, "first": 0.3, "cancelled": 0.3,
    "canceled": 0.3, "closed": 0.4, "resolved": 0.4, "deleted": 0.2, "received": 0.6, "approved": 0.5,
    "refund": 0.5, "returned": 0.5, "required": 0.2, "completed": 0.7, "finished": 0.5, "limit": 0.2,
    "available": 0.2, "settled": 0.3,
    "reply": 0.5, "lead": 0.2, "partition": 0.3,
}  # fmt: skip
"""The same for times that are something else: a birthday is never when something happened."""

TIME_HEADS: dict[str, float] = {
    "time": 0.98, "date": 0.97, "day": 0.93, "at": 0.9, "on": 0.8, "when": 0.93, "created": 0.85,
    "occurred": 0.9, "happened": 0.9, "month": 0.3, "week": 0.3, "year": 0.1,
}  # fmt: skip
"""The words that end the name of a time, with the weight where nothing stands before them."""
