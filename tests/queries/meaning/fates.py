"""The words that columns use for what became of an order."""

from __future__ import annotations

from tests.queries.meaning.history import Fate

SALE, LATER, NEVER, REFUND = Fate.SALE, Fate.LATER, Fate.NEVER, Fate.REFUND
WORDS: dict[str, dict[Fate, tuple[str, ...]]] = {
    "English": {
        SALE: ("paid", "completed", "shipped", "delivered", "processing", "fulfilled"),
        LATER: ("pending", "on hold", "draft", "awaiting payment", "unpaid"),
        NEVER: ("cancelled", "failed", "voided", "declined", "test", "expired"),
        REFUND: ("refunded", "returned", "chargeback"),
    },
    "Chinese": {
        SALE: ("交易成功", "已付款", "已完成", "卖家已发货", "已签收"),
        LATER: ("待付款", "等待买家付款", "草稿"),
        NEVER: ("交易关闭", "已取消", "付款失败", "作废"),
        REFUND: ("已退款", "全额退款", "已退货"),
    },
    "German": {
        SALE: ("bezahlt", "abgeschlossen", "versendet", "geliefert"),
        LATER: ("offen", "unbezahlt", "Entwurf"),
        NEVER: ("storniert", "fehlgeschlagen"),
        REFUND: ("erstattet", "retourniert"),
    },
    "French": {
        SALE: ("payée", "terminée", "expédiée", "livrée"),
        LATER: ("en attente", "impayée", "brouillon"),
        NEVER: ("annulée", "échouée"),
        REFUND: ("remboursée",),
    },
    "Spanish": {
        SALE: ("pagado", "completado", "enviado", "entregado"),
        LATER: ("pendiente", "borrador"),
        NEVER: ("cancelado", "fallido"),
        REFUND: ("reembolsado", "devuelto"),
    },
    "Portuguese": {
        SALE: ("pago", "aprovado", "faturado", "enviado", "entregue"),
        LATER: ("pendente", "rascunho"),
        NEVER: ("cancelado", "recusado"),
        REFUND: ("reembolsado", "devolvido"),
    },
}
"""Language → what became of an order → words a column uses for it; one file uses few of them."""
