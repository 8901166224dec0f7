"""English words of shops and services that VADER, made for social media, has no weight for: the project's own list."""

from __future__ import annotations

POLARITY: dict[float, str] = {
    -2.2: "overpriced defective faulty unusable unhelpful ripoff rip-off shoddy inedible scammed",
    -1.6: """
        slow slower slowest slowly expensive pricey costly late delayed delay delays broken broke leaking leaked leaks
        leaky damaged scratched cracked torn dented stained mouldy moldy stale soggy undercooked overcooked flimsy
        smelly noisy crashes crashed crashing crash buggy bug bugs freezes froze glitchy laggy unresponsive unreachable
        unanswered expired counterfeit incorrect incomplete malfunction malfunctioned outage understaffed overcharged
        misleading uncomfortable inconvenient unreliable inconsistent tasteless bland oversold
    """,
    -0.9: """
        waited waiting wait queue queued missing nobody complained complaint complaints refund refunds returned return
        returning replace replacement mistake mistakes outdated clumsy thin tiny cramped cold lukewarm
        unclear confusing cluttered wobbly loose plasticky unsubscribe cancel cancelled canceled
    """,
    0.9: "cheap affordable quick quickly quicker prompt promptly punctual tidy roomy lightweight handy varied discount",
    1.7: """
        favourite fast faster fastest
        delicious tasty yummy flavorful flavourful sturdy durable reliable responsive knowledgeable
        courteous attentive spotless seamless effortless intuitive smooth smoothly crisp fresh freshly fragrant stylish
        well-made spacious speedy hassle-free top-notch flawless flawlessly value-for-money
    """,
}
"""How much praise (or blame, below 0) a word is, on VADER's scale of −4 to 4 → the words."""
