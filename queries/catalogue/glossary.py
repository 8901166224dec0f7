"""The terms that answers use, explained in a sentence each, with other words that they are looked for by."""

from __future__ import annotations

from dataclasses import dataclass

from queries.wording import worded


@worded("name", "meaning")
@dataclass(frozen=True)
class Term:
    """A term of the field.

    Attributes:
        name: As answers write it.
        meaning: What it says, in a sentence.
        also: Other words for it, in English and Chinese, with commas between.
    """

    name: str
    meaning: str
    also: str = ""


GLOSSARY = (
    Term("Active", "A customer with an event in the period.", "活跃"),
    Term("Active day", "A day on which a customer did anything.", "active days, 活跃天数"),
    Term("AOV", "Average order value: the amount of orders divided by their number.", "basket size, 客单价"),
    Term("As-of date", "The analysis date: nothing on or after it is known.", "as_of, 截止日期"),
    Term("Basket", "What stands in one order.", "购物篮"),
    Term(
        "BG/NBD, Pareto/NBD",
        "Models of how often customers buy and when they leave, fitted to orders alone.",
        "buy till you die, 模型",
    ),
    Term("Bounce rate", "The share of sessions that were not engaged.", "跳出率"),
    Term(
        "Churn", "Leaving. Where nobody cancels, it is told from a silence longer than usual.", "attrition, lost, 流失"
    ),
    Term(
        "CLV",
        "Customer lifetime value: what a customer is expected to bring from now on.",
        "ltv, lifetime value, 生命周期价值",
    ),
    Term("Cohort", "Customers who began in the same period, followed together.", "同期群, 队列"),
    Term(
        "Complete period",
        "A period that lies wholly before the analysis date and inside the scope; others carry *.",
        "incomplete, *",
    ),
    Term(
        "Confidence interval",
        "The range that holds the true value in 95 of 100 such samples.",
        "interval, low, high, 置信区间",
    ),
    Term("Conversion", "The share of those who could that did.", "转化率"),
    Term("Dormant", "Active in the period before, and not in this one.", "沉默, 休眠"),
    Term("Engaged session", "A session of more than 10 seconds, or with a goal, or with two page views.", "互动会话"),
    Term("Event", "One row of a customer's history: an order, a visit, an answer.", "interaction, 事件, 互动"),
    Term("Exposure", "What reached a customer and is no interaction: a sent e-mail, a variant shown.", "曝光"),
    Term("Frequency", "How often: events or orders a customer and period.", "互动频率, 购买频率"),
    Term("Funnel", "Steps in order, with who takes each and who drops out.", "漏斗"),
    Term("Gap", "Days between one customer's consecutive days with an order.", "interval, 间隔"),
    Term(
        "Gini coefficient",
        "0 where all customers bring the same, 1 where one brings everything.",
        "concentration, 基尼系数",
    ),
    Term("Hazard", "The chance to do it on a day among those who have not yet.", "风险率"),
    Term("Index", "100 times a segment's share over everyone's: 120 is a fifth more.", "指数"),
    Term("Lift", "How many times as often as chance, or as everyone.", "提升度"),
    Term("Monetary", "What a customer paid, the M of RFM.", "消费金额"),
    Term("Net Promoter Score", "Share of answers 9 and 10 less share of 0 to 6.", "nps, 净推荐值"),
    Term("Occasion", "A day with an order: two orders on one day are one occasion.", "购买日"),
    Term(
        "Overdue",
        "Silent for longer than 90 % of all gaps between days with an order.",
        "at risk, silent, 逾期, 沉默客户",
    ),
    Term(
        "P(alive)", "The probability that a customer has not left, by the model of lifetime value.", "alive, 存活概率"
    ),
    Term("Purchase frequency", "Orders divided by buyers.", "购买频次"),
    Term(
        "Quick ratio",
        "New and resurrected customers divided by those gone dormant: above 1 grows.",
        "growth accounting, 速动比率",
    ),
    Term("Recency", "Days since the last order, the R of RFM.", "最近一次消费"),
    Term("Repeat rate", "Buyers with orders on two or more days, divided by buyers.", "复购率"),
    Term("Resurrected", "Active again after a period without anything.", "reactivated, 回流"),
    Term("Retention", "The share of those active before who are active again.", "留存率"),
    Term("Returning", "Active in the period before, too.", "回访"),
    Term("RFM", "Customers scored 1 to 5 by recency, frequency and amount.", "分群"),
    Term(
        "Scope",
        "The part of the data that a question is about: period, events, channels, customers.",
        "filter, 筛选, 范围",
    ),
    Term("Session", "Events of one customer without a pause of more than 30 minutes.", "visit, 会话"),
    Term("Set aside", "Rows that are not read, counted and shown with the reason.", "dropped, excluded, 剔除"),
    Term("Small number (°)", "A rate that stands on fewer than 30.", "n, 样本量"),
    Term(
        "SRM", "Sample ratio mismatch: arms of a test are not as large as planned, so that nothing is read off.", "实验"
    ),
    Term("Stickiness", "Daily over monthly active customers.", "dau/mau, 粘性"),
    Term(
        "Survival",
        "The share without the event after so many days, those not followed long enough counted rightly.",
        "kaplan-meier, 生存分析",
    ),
    Term("Usual gap", "The median gap of one customer.", "cadence, 通常间隔"),
)
"""In the order of the alphabet."""
