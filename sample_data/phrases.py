"""What customers write, in English and in Chinese, by how content they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sample_data.arrays import Codes, Flags

DETRACTORS, PASSIVES, PROMOTERS = range(3)

ENGLISH = (
    (
        "Delivery took two weeks and nobody answered my questions.",
        "The lid arrived broken, and the refund was slow.",
        "Too expensive for what it is.",
        "The app logs me out every time, I gave up.",
        "I waited 40 minutes on the phone.",
        "Wrong item sent twice. Never again!",
    ),
    (
        "Fine, but shipping could be faster.",
        "Good products, the website is a bit slow.",
        "It does what it should.",
        "Nice shop, small selection.",
        "Okay overall; packaging uses too much plastic.",
        "Prices went up, quality is still alright.",
    ),
    (
        "Love the coffee beans, will order again :)",
        "Fast delivery and very friendly staff!",
        "The copper pan is beautiful. Thank you!",
        "My favourite shop, everything arrives on time.",
        "Great advice in the store, I recommend it to friends.",
        "Easy to order in the app, fair prices.",
    ),
)
CHINESE = (
    (
        "物流太慢了,等了两个星期。",
        "收到的时候盖子是坏的,退款也很慢。",
        "价格太贵,不值。",
        "客服一直打不通,很失望。",
        "发错货两次,不会再买了!",
        "应用总是闪退。",
    ),
    (
        "还可以,希望发货快一点。",
        "东西不错,网站有点慢。",
        "中规中矩。",
        "包装太多塑料了。",
        "品种少了一点,其他都好。",
        "涨价了,质量还行。",
    ),
    (
        "咖啡豆很香,会继续回购👍",
        "发货快,客服态度很好!",
        "铜锅非常漂亮,谢谢!",
        "最喜欢的店,一直很准时。",
        "店员很专业,推荐给朋友了。",
        "下单方便,价格公道。",
    ),
)
PHRASES = tuple(text for language in (ENGLISH, CHINESE) for band in language for text in band)
"""All phrases: English before Chinese, detractors before passives before promoters."""
EACH = len(ENGLISH[0])
"""Phrases of one language and band."""


def phrase(chinese: Flags, band: Codes, luck: Codes) -> Codes:
    """Position in `PHRASES`, from language, band and a number below `EACH`."""
    return ((chinese.astype("uint8") * 3 + band) * EACH + luck).astype("uint8")
