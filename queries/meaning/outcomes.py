"""The words for what became of an order, in the languages that exports are written in."""

from __future__ import annotations

import re
import unicodedata

_SALE = """
paid, succeeded, success, successful, captured, settled, completed, complete, processing, shipped, fulfilled,
delivered, received, invoiced, sale, closed won, closedwon, won, approved, accepted, confirmed, dispatched,
out for delivery, in transit, ready, ready for pickup, picked up, checked out, check out, checkout done,
done, finished, finalized, posted, cleared, partially refunded, partial refund, partially paid,
partially shipped, payment accepted, payment received, awaiting fulfillment, awaiting shipment,
awaiting pickup, active, ok, yes, sales order, locked, purchased, booked, used, redeemed, attended,
attending, checked in, on time, placed, deposited, partially fulfilled, 交易成功, 交易完成, 已完成, 已付款,
已支付, 支付成功, 付款成功, 买家已付款, 卖家已发货, 等待卖家发货, 待发货, 已发货, 已收货, 待收货, 已签收,
赢单, 成功, 完成, 正常, 部分退款, 已核销, 待评价, 已确认, 已出库, bezahlt, abgeschlossen, versendet,
versandt, geliefert, erledigt, zugestellt, verbucht, in bearbeitung, teilweise erstattet, payée, payé, payee,
terminée, terminé, expédiée, expédié, livrée, livré, acceptée, traitée, partiellement remboursée, pagado,
pagada, completado, completada, enviado, enviada, entregado, entregada, procesando, aprobado, aprobada, pago,
paga, aprovado, aprovada, faturado, faturada, entregue, concluído, concluida, concluída, concluido,
em processamento
"""
_LATER = """
pending, unpaid, on hold, onhold, awaiting payment, awaiting, authorized, authorised, draft, quotation,
quote, quotation sent, sent, cart, abandoned, checkout, new, open, negotiation, proposal, qualification,
pending payment, payment pending, not paid, unconfirmed, outstanding, overdue, past due, to pay, uncaptured,
requires payment method, requires action, requires capture, prospecting, needs analysis, value proposition,
perception analysis, negotiation review, proposal price quote, appointment scheduled, qualified to buy,
presentation scheduled, decision maker bought in, contract sent, waiting for payment, in cart, created,
initiated, submitted, on order, scheduled, trialing, 待付款, 等待买家付款, 未付款, 待支付, 未支付, 草稿,
跟进中, 未完成, 待审核, 待确认, 进行中, 商机, 报价, 谈判, offen, unbezahlt, entwurf, ausstehend,
zahlung ausstehend, angebot, wartend, en attente, impayée, impayé, brouillon, en cours, devis, pendiente,
pendiente de pago, borrador, sin pagar, en espera, presupuesto, pendente, rascunho, aguardando pagamento,
não pago, nao pago, em aberto, aguardando
"""
_NEVER = """
cancelled, canceled, cancel, void, voided, failed, failure, fail, declined, denied, expired, rejected, lost,
closed lost, closedlost, deleted, test, spam, unavailable, incomplete, error, payment error, blocked,
no show, noshow, uncollectible, incomplete expired, cancelled by customer, canceled by customer, fraud,
fraudulent, suspected fraud, invalid, withdrawn, disputed lost, unfulfillable, undeliverable, removed,
trashed, trash, timeout, timed out, aborted, duplicate, 交易关闭, 已取消, 已关闭, 付款失败, 支付失败, 失败,
作废, 输单, 已删除, 取消, 关闭, 无效, 已失效, 已作废, 删除, 测试, 超时关闭, 无效订单, storniert,
fehlgeschlagen, abgebrochen, annulliert, gelöscht, verloren, abgelehnt, annulée, annulé, échouée, échoué,
refusée, refusé, abandonnée, expirée, perdue, cancelado, cancelada, fallido, fallida, rechazado, rechazada,
anulado, anulada, vencido, perdido, recusado, recusada, falhou, expirado, expirada, negado, não aprovado,
estornado cancelado
"""
_REFUND = """
refunded, returned, refund, return, chargeback, charged back, chargedback, dispute lost, reversed,
refunded in full, fully refunded, returned to sender, money back, reimbursed, 已退款, 退款成功, 全额退款,
已退货, 退货, 退款, 退款完成, 退货退款, erstattet, retourniert, zurückgegeben, rückerstattet, gutschrift,
remboursée, remboursé, retournée, retourné, reembolsado, reembolsada, devuelto, devuelta, devolvido,
devolvida, estornado
"""

WON = re.compile(r"\bwon\b|赢单|成交|gewonnen|ganad|ganho|gagn")
"""What is written of a deal that became a sale: whatever else its stages are called, they are none yet."""

_STEMS = tuple((outcome, re.compile("|".join(parts))) for outcome, parts in (
    ("never", ["删除", "已取消", "已关闭"]),
    ("sale", ["part\\w* ?refund", "partially", "部分退款", "teilweise", "parcialmente", "partiellement"]),
    ("refund", ["退款成功", "退款完成", "全额退款"]),
    ("sale", ["已付款", "已发货", "买家已付", "等待卖家发货", "出库", "确认收货", "待收货"]),
    ("later", [
        "await", "pending", "unpaid", "not paid", "draft", "abandon", "\\bdue\\b", "待付", "未付", "未支付",
        "等待买家付款", "等待付款", "ожида", "aguardando", "pendente", "pendiente", "unbezahlt", "attente",
    ]),
    ("refund", [
        "возвра", "refund", "chargeback", "charged back", "returned", "退款", "退货", "erstattet", "rembours",
        "reembols", "devolvid", "retour",
    ]),
    ("never", [
        "\\blost\\b", "отмен", "cancel", "void", "fail", "declin", "denied", "expire", "reject", "取消", "关闭",
        "失败", "作废", "无效", "删除", "storn", "annul", "cancelad", "anulad", "recusad", "rechazad", "fraud",
    ]),
    ("sale", [
        "доставл", "оплач", "выполн", "получен", "process", "progress", "paid", "complete", "success", "deliver",
        "shipped", "fulfil", "完成", "成功", "已付", "已发货", "已支付", "签收", "bezahlt", "versand", "pagad",
        "entreg",
    ]),
))  # fmt: skip
"""Parts of words, the more telling first, for values that are written at more length."""

_NOT = re.compile(r"\b(not|no|non|un\w+|nicht|kein|ohne|sin|sem|sans)\b|未|无|不")


def _listed(words: str) -> frozenset[str]:
    return frozenset(plain(word) for word in words.split(","))


def plain(value: str) -> str:
    """A value without regard to case, signs and repeated blanks."""
    folded = unicodedata.normalize("NFKC", value).casefold()
    return " ".join(re.sub(r"[\W_]+", " ", folded).split())


_WORDS = {"sale": _listed(_SALE), "later": _listed(_LATER), "never": _listed(_NEVER), "refund": _listed(_REFUND)}


def outcome_of(value: str) -> str | None:
    """What a value says became of an order: one of OUTCOMES; None where no list has it."""
    words = plain(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", value))
    for spelled in (words, plain(value)):
        for outcome, known in _WORDS.items():
            if spelled in known:
                return outcome
    if _NOT.search(words) and not re.search("未付|未支付|退款成功|unpaid|not paid", words):
        return None
    return next((outcome for outcome, stem in _STEMS if stem.search(words)), None)
