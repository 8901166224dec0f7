"""What a text is about: its telling words, and each two of them that stand together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.text.chinese_words import DEGREES, NEGATORS
from queries.wording import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 200
"""So many words and phrases of one text count: a novel says no more than a long review."""

_STOP_ENGLISH_WORDS = mark("""
    a an the and or but if so as of at by for from in into on onto to with without about than then that this these
    those it its it's is are was were be been being am i i'm i've me my we us our you your he she they them their
    his her who whom which what when where why how all any both each few more most other some such no nor not only
    own same too very can could will would shall should may might must do doe did doing have ha had having just also
    there here again once ever even still yet out up down over under off get got gets one two thing really quite
    much many lot bit don't didn't doesn't isn't wasn't can't won't ok okay yes please thank thanks hi hello dear wa
    nobody everything everyone has was does
""")
_STOP_ENGLISH = frozenset(_STOP_ENGLISH_WORDS.split())
_STOP_CHINESE_WORDS = """
    我们 你们 他们 她们 它们 自己 大家 别人 人家 这个 那个 这些 那些 这样 那样 这么 那么 这里 那里 这边 那边 这种
    那种 什么 怎么 怎样 为什么 哪里 哪个 谁 多少 几个 一个 一些 一下 一点 一样 一直 一次 两个 两次 第一 第二 还是
    还有 还要 就是 只是 但是 可是 不过 然而 因为 所以 如果 虽然 而且 并且 或者 以及 然后 于是 那就 就会 会儿 的话
    没有 不是 不会 不能 不要 不用 可以 可能 应该 需要 必须 能够 已经 曾经 正在 刚刚 现在 以前 以后 之前 之后 后来
    时候 今天 昨天 明天 每次 每天 到了 来的 起来 出来 下来 上来 过来 看到 看见 觉得 感觉 知道 认为 以为 发现 东西
    事情 问题 情况 其实 其他 其它 另外 反正 当然 确实 真的 真是 实在 完全 根本 基本 基本上 总体 整体 总之 比较 非常
    特别 十分 有点 有些 稍微 之类 等等 以上 以下 左右 里面 外面 上面 下面 一般 有时 有时候 很多 许多 不少 所有 任何
    最后 终于 希望 个人 这次 这款 买了 购买 用了 收到 使用 了解 关于 对于 根据 通过 由于 为了 除了 至于 无法 哈哈
    呵呵
"""
_STOP_CHINESE = frozenset(_STOP_CHINESE_WORDS.split()) | frozenset(" ".join([NEGATORS, *DEGREES.values()]).split())


def phrases(words: Sequence[str], *, chinese: bool) -> list[str]:
    """The telling words of a segmented text and each two that stand together, once each, sorted.

    Words that only join others are left out, and what stands around them is together: “refund was slow” is
    “refund slow”. Punctuation and numbers part what they stand between.
    """
    found: set[str] = set()
    before = ""
    for word in words:
        if not word[0].isalpha():
            before = ""
            continue
        if not _telling(word, chinese=chinese):
            continue
        found.add(word)
        if before and before != word:
            found.add(f"{before}{word}" if chinese and not word.isascii() else f"{before} {word}")
        before = word
        if len(found) >= MOST:
            break
    return sorted(found)


def _telling(word: str, *, chinese: bool) -> bool:
    """Whether a word says what a text is about."""
    if chinese and not word.isascii():
        return len(word) > 1 and word not in _STOP_CHINESE
    return len(word) > 2 and word.lower() not in _STOP_ENGLISH
