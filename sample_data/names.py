"""Parts of names in five scripts, each with its form in plain letters for e-mail addresses."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Script:
    """How people of one script are named.

    Attributes:
        given: Given names, as pairs of name and plain letters.
        family: Family names, likewise.
        family_first: Whether the family name comes first, with nothing between.
    """

    given: tuple[tuple[str, str], ...]
    family: tuple[tuple[str, str], ...]
    family_first: bool = False


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Pairs from `name=plain` words; `plain` alone where both are the same but for case."""
    words = (word.partition("=") for word in text.split())
    return tuple((name, plain or name.lower()) for name, _, plain in words)


LATIN = Script(
    _pairs(
        "Anna Zoë=zoe Jürgen=juergen François=francois Núria=nuria Søren=soren Łucja=lucja Emma"
        " Noah Chloé=chloe Iñigo=inigo Željko=zeljko Ada Björn=bjoern Maeve Oliver Renée=renee"
        " Šárka=sarka Tomáš=tomas Grace"
    ),
    _pairs(
        "Müller=mueller Ødegård=odegard García=garcia Nováková=novakova Lefèvre=lefevre Smith"
        " O'Neill=oneill Kowalski Dvořák=dvorak Peña=pena Weiß=weiss Taylor Brontë=bronte"
        " Åkesson=akesson Hernández=hernandez Walker Jansen Gonçalves=goncalves Çelik=celik Brown"
    ),
)
CHINESE = Script(
    _pairs(
        "伟=wei 芳=fang 娜=na 敏=min 静=jing 丽华=lihua 建国=jianguo 秀英=xiuying 子涵=zihan"
        " 雨桐=yutong 浩然=haoran 晓明=xiaoming"
    ),
    _pairs("王=wang 李=li 张=zhang 刘=liu 陈=chen 杨=yang 赵=zhao 黄=huang 周=zhou 吴=wu 欧阳=ouyang 司马=sima"),
    family_first=True,
)
JAPANESE = Script(
    _pairs(
        "陽菜=hina 蓮=ren 結衣=yui 大翔=hiroto さくら=sakura 健太=kenta 美咲=misaki 悠真=yuma あおい=aoi 直樹=naoki"
    ),
    _pairs(
        "佐藤=sato 鈴木=suzuki 高橋=takahashi 田中=tanaka 伊藤=ito 渡辺=watanabe 山本=yamamoto"
        " 中村=nakamura 小林=kobayashi"
    ),
    family_first=True,
)
ARABIC = Script(
    _pairs(
        "محمد=mohamed فاطمة=fatima أحمد=ahmed مريم=maryam يوسف=youssef ليلى=layla عمر=omar"
        " نور=nour سارة=sara خالد=khaled"
    ),
    _pairs(
        "حسن=hassan علي=ali إبراهيم=ibrahim المصري=elmasry السيد=elsayed منصور=mansour"
        " خليل=khalil حداد=haddad سليم=selim"
    ),
)
CYRILLIC = Script(
    _pairs(
        "Иван=ivan Мария=maria Георги=georgi Елена=elena Олена=olena Тарас=taras Цветана=tsvetana"
        " Богдан=bohdan Юлия=yulia"
    ),
    _pairs(
        "Иванов=ivanov Петров=petrov Шевченко=shevchenko Коваль=koval Димитров=dimitrov Бондар=bondar Щерев=shterev"
    ),
)
SCRIPTS = (LATIN, CHINESE, JAPANESE, ARABIC, CYRILLIC)
EMOJI = ("🌻", "☕", "🐈", "👩‍🍳", "🇪🇺")
