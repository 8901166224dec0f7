"""The shop's tables, as a shop would have named them."""

from __future__ import annotations

TABLES: dict[str, str] = {
    "customers": """customer_id VARCHAR, name VARCHAR, email VARCHAR, phone VARCHAR, city VARCHAR,
        country VARCHAR, age_band VARCHAR, sex VARCHAR, income_band VARCHAR, interests VARCHAR,
        birthday DATE, signed_up DATE, acquisition_channel VARCHAR, newsletter BOOLEAN""",
    "products": """product_id VARCHAR, name VARCHAR, category VARCHAR, price DECIMAL(10, 2),
        cost DECIMAL(10, 2)""",
    "orders": """order_id BIGINT, customer_id VARCHAR, ordered_at TIMESTAMP, channel VARCHAR,
        amount DECIMAL(10, 2), currency VARCHAR, status VARCHAR""",
    "order_lines": """order_id BIGINT, line INTEGER, product_id VARCHAR, quantity INTEGER,
        price DECIMAL(10, 2)""",
    "refunds": """refund_id BIGINT, order_id BIGINT, customer_id VARCHAR, refunded_at TIMESTAMP,
        amount DECIMAL(10, 2), reason VARCHAR""",
    "page_views": """customer_id VARCHAR, session_id BIGINT, viewed_at TIMESTAMP, page VARCHAR,
        product_id VARCHAR, seconds INTEGER, channel VARCHAR""",
    "emails": "customer_id VARCHAR, event_at TIMESTAMP, event VARCHAR, campaign VARCHAR",
    "support": """ticket_id BIGINT, customer_id VARCHAR, opened_at TIMESTAMP, channel VARCHAR,
        topic VARCHAR, first_reply_at TIMESTAMP, resolved_at TIMESTAMP""",
    "social_mentions": "customer_id VARCHAR, mentioned_at TIMESTAMP, platform VARCHAR, text VARCHAR",
    "store_visits": "customer_id VARCHAR, visited_at TIMESTAMP, store VARCHAR, minutes INTEGER",
    "survey": "customer_id VARCHAR, answered_at TIMESTAMP, nps INTEGER, csat INTEGER, comment VARCHAR",
    "experiment": """customer_id VARCHAR, variant VARCHAR, assigned_at TIMESTAMP, converted BOOLEAN,
        converted_at TIMESTAMP""",
}
"""Each table's columns. No keys and no constraints: the planted faults would break them."""

EVENT_TABLES = (
    "orders",
    "refunds",
    "page_views",
    "emails",
    "support",
    "social_mentions",
    "store_visits",
    "survey",
)
"""The tables whose rows are events of a customer."""
