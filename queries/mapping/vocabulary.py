"""The words that tables and columns are named with, in other languages and in short.

`WORDS` turns a word into the plain English words it stands for, so that `PHRASES` has to know one language
only: 客户编号, Kundennummer, cust_no and CustomerID are all "customer id".
"""

from __future__ import annotations

SHORT: dict[str, str] = {
    "cust": "customer", "custid": "customer id", "cid": "customer id", "uid": "user id",
    "userid": "user id", "mbr": "member", "acct": "account", "usr": "user", "openid": "user id",
    "unionid": "user id", "no": "id", "nr": "id", "num": "id", "number": "id", "nbr": "id", "key": "id",
    "identifier": "id", "uuid": "id", "guid": "id", "ids": "id", "sk": "id", "ts": "time",
    "timestamp": "time", "datetime": "time", "dt": "date", "dttm": "time", "qty": "quantity",
    "quant": "quantity", "units": "quantity", "pcs": "quantity", "pieces": "quantity", "amt": "amount",
    "val": "value", "rev": "revenue", "txn": "transaction", "trx": "transaction", "trans": "transaction",
    "tx": "transaction", "inv": "invoice", "ord": "order", "prod": "product", "desc": "description",
    "ccy": "currency", "curr": "currency", "cat": "category", "mail": "email", "mobile": "phone",
    "tel": "phone", "telephone": "phone", "cellphone": "phone", "sex": "gender", "dob": "birth date",
    "birthday": "birth date", "birthdate": "birth date", "born": "birth date", "behaviour": "behavior",
    "behaviors": "behavior", "rcpt": "receipt", "mkt": "marketing", "camp": "campaign", "msg": "message",
    "sess": "session", "asin": "sku", "ean": "sku", "gtin": "sku", "upc": "sku", "isbn": "sku",
    "purchased": "purchase", "ordered": "order", "sold": "sale", "bought": "purchase", "visited": "visit",
    "viewed": "view", "clicked": "click", "opened": "open", "signup": "register", "registered": "register",
    "registration": "register", "joined": "register", "enrolled": "register", "reg": "register",
    "creation": "created", "create": "created", "gmt": "time", "shipping": "shipped", "ship": "shipped",
    "delivery": "delivered", "update": "updated", "modified": "updated", "changed": "updated",
    "mtime": "updated time", "ctime": "created time", "addr": "address", "zipcode": "zip",
    "postcode": "zip", "province": "region", "payments": "payment", "pay": "payment", "sales": "sale",
    "news": "news", "status": "status", "address": "address", "gross": "gross", "analysis": "analysis",
    "class": "class", "business": "business", "access": "access", "bonus": "bonus", "canvas": "canvas",
    "this": "this", "has": "has", "is": "is", "gmv": "sale amount", "yes": "yes", "series": "series",
    "address1": "address", "os": "os", "sms": "sms", "plus": "plus",
}  # fmt: skip
"""Short forms and near synonyms in English; words ending in s that are no plural stand for themselves."""

CHINESE: dict[str, str] = {
    "用户": "user", "客户": "customer", "顾客": "customer", "会员": "member", "买家": "buyer",
    "消费者": "consumer", "账号": "account id", "账户": "account", "帐号": "account id", "帐户": "account",
    "卡号": "card id", "卡": "card", "编号": "id", "编码": "id", "代码": "code", "号码": "id", "号": "id",
    "标识": "id", "时间戳": "time", "时间": "time", "日期": "date", "日": "day", "时刻": "time",
    "年月日": "date", "下单": "order", "订单": "order", "订购": "order", "交易": "transaction",
    "流水": "transaction", "单号": "order id", "发票": "invoice", "小票": "receipt", "单据": "order",
    "购买": "purchase", "消费": "purchase", "成交": "purchase", "支付": "payment", "付款": "payment",
    "实付": "paid", "实收": "paid", "应付": "payable", "应收": "payable", "金额": "amount",
    "总金额": "total amount", "总价": "total amount", "总额": "total amount", "销售额": "sale amount",
    "交易额": "transaction amount", "消费额": "purchase amount", "销售": "sale", "收入": "revenue",
    "优惠": "discount", "折扣": "discount", "运费": "shipped cost", "单价": "unit price", "价格": "price",
    "售价": "price", "数量": "quantity", "件数": "quantity", "个数": "quantity", "销量": "quantity",
    "币种": "currency", "货币": "currency", "渠道": "channel", "来源": "source", "平台": "platform",
    "终端": "terminal", "设备": "device", "门店": "store", "店铺": "store", "媒介": "medium",
    "事件": "event", "行为": "behavior", "动作": "action", "操作": "operation", "类型": "type",
    "类别": "category", "类目": "category", "分类": "category", "名称": "name", "名": "name",
    "商品": "product", "产品": "product", "货品": "product", "货号": "sku", "款号": "sku", "物品": "item",
    "明细": "line", "会话": "session", "活动": "campaign", "营销": "marketing", "时长": "duration",
    "停留": "dwell", "评分": "score", "打分": "score", "分数": "score", "得分": "score", "星级": "rating",
    "满意度": "satisfaction score", "评论": "comment", "评价": "review", "内容": "text",
    "反馈": "feedback", "留言": "message", "备注": "note", "建议": "feedback", "成本": "cost",
    "城市": "city", "省份": "region", "省": "region", "地区": "region", "区域": "region",
    "国家": "country", "性别": "gender", "生日": "birth date", "出生": "birth", "年龄": "age",
    "手机号": "phone", "手机": "phone", "电话": "phone", "邮箱": "email", "邮件": "email", "姓名": "name",
    "昵称": "name", "职业": "occupation", "收货": "delivered", "发货": "shipped", "注册": "register",
    "入会": "register", "更新": "updated", "修改": "updated", "创建": "created", "访问": "visit",
    "浏览": "view", "点击": "click", "退款": "refund", "退货": "refund", "退单": "refund",
    "客服": "support", "工单": "support ticket", "咨询": "support", "问卷": "survey", "调查": "survey",
    "调研": "survey", "信息": "info", "资料": "profile", "记录": "log", "日志": "log", "表": "table",
    "状态": "status", "等级": "tier", "级别": "tier", "发送": "sent", "发生": "event", "完成": "completed",
    "结束": "end", "开始": "start", "最后": "last", "首次": "first", "详情": "line", "标题": "title",
    "地址": "address", "品牌": "brand", "元": "cny", "人民币": "cny", "商机": "deal", "预计": "expected",
    "结算": "settlement",
    "实际支付": "paid",
    "支付金额": "paid amount", "付款金额": "paid amount", "数据": "data",
    "付费": "paid", "实际": "actual", "原价": "original price", "原": "original", "退": "refund", "手续费": "fee",
    "佣金": "commission", "税": "vat", "邮费": "shipping", "押金": "deposit", "定金": "deposit", "余额": "balance",
    "未付": "unpaid", "待付": "unpaid", "交付": "delivered", "合计": "total amount", "总计": "total amount",
    "营业额": "revenue", "订单号": "order id", "订单编号": "order id", "消费金额": "purchase amount",
    "季度": "date", "周": "week", "月份": "month", "年份": "year", "小时": "hour", "阶段": "stage",
    "小计": "subtotal", "总": "total", "删除": "deleted", "测试": "test", "取消": "cancelled", "是否": "is",
    "到店": "store visit", "加购": "add cart", "收藏": "favorite", "行为类型": "behavior type",
    "事件类型": "event type", "渠道来源": "channel", "打开": "open", "送达": "delivered",
    "退订": "unsubscribe", "结单": "closed",
}  # fmt: skip

EUROPEAN: dict[str, str] = {
    "kunde": "customer", "kunden": "customer", "kundin": "customer", "kundennr": "customer id",
    "nummer": "id", "nutzer": "user", "benutzer": "user", "mitglied": "member", "käufer": "buyer",
    "datum": "date", "zeit": "time", "zeitpunkt": "time", "uhrzeit": "time", "zeitstempel": "time",
    "tag": "day", "bestellung": "order", "bestell": "order", "bestellungen": "order", "auftrag": "order",
    "auftrags": "order", "rechnung": "invoice", "rechnungs": "invoice", "beleg": "receipt",
    "kauf": "purchase", "käufe": "purchase", "verkauf": "sale", "betrag": "amount",
    "summe": "total amount", "gesamt": "total", "umsatz": "revenue", "wert": "value", "menge": "quantity",
    "anzahl": "quantity", "stück": "quantity", "preis": "price", "einzel": "unit",
    "einzelpreis": "unit price", "stückpreis": "unit price", "währung": "currency", "artikel": "item",
    "produkt": "product", "kanal": "channel", "quelle": "source", "ereignis": "event", "aktion": "action",
    "land": "country", "stadt": "city", "ort": "city", "geschlecht": "gender",
    "geburtsdatum": "birth date", "client": "client", "clients": "client", "acheteur": "buyer",
    "commande": "order", "commandes": "order", "facture": "invoice", "achat": "purchase",
    "achats": "purchase", "montant": "amount", "quantité": "quantity", "quantite": "quantity",
    "prix": "price", "heure": "time", "numéro": "id", "numero": "id", "número": "id", "article": "article",
    "produit": "product", "canal": "channel", "événement": "event", "evenement": "event", "ville": "city",
    "pays": "country", "cliente": "customer", "clientes": "customer", "usuario": "user", "fecha": "date",
    "hora": "time", "pedido": "order", "pedidos": "order", "factura": "invoice", "compra": "purchase",
    "compras": "purchase", "importe": "amount", "cantidad": "quantity", "precio": "price",
    "evento": "event", "ciudad": "city", "país": "country", "produto": "product", "producto": "product",
    "absagegrund": "rejection reason", "stornogrund": "cancellation reason", "grund": "reason", "retoure": "return",
    "retouren": "return", "rücksendung": "return", "gutschrift": "refund", "erstattung": "refund",
    "remboursement": "refund", "retour": "return", "avoir": "refund", "vente": "sale", "ventes": "sale",
    "reembolso": "refund", "devolución": "return", "devolucion": "return", "devolução": "return", "devolucao": "return",
    "estorno": "refund", "ttc": "gross", "ht": "net", "bezahlt": "paid", "erstattet": "refunded",
    "remboursé": "refunded",
    "reembolsado": "refunded", "erstattungsnummer": "refund id", "gelöscht": "deleted",
    "supprimé": "deleted", "eliminado": "deleted",
    "borrado": "deleted", "excluído": "deleted", "storniert": "cancelled",
    "geändert": "updated", "erstellt": "created", "am": "at",
    "bestellt": "order", "geliefert": "delivered", "versendet": "shipped", "payé": "paid", "payée": "paid",
    "annulé": "cancelled", "annulée": "cancelled", "créé": "created", "créée": "created", "modifié": "updated",
    "le": "at", "pagada": "paid", "cancelado": "cancelled", "creado": "created", "actualizado": "updated",
    "criado": "created", "atualizado": "updated", "el": "at", "em": "at", "monto": "amount", "valor": "value",
    "pagar": "pagar", "pagado": "paid", "gasto": "expenditure", "compró": "purchase",
    "total": "total", "vendas": "sale", "venda": "sale", "preço": "price", "preco": "price", "quantia": "amount",
    "prezzo": "price", "importo": "amount", "ordine": "order", "quantità": "quantity", "umsätze": "revenue",
    "käuferin": "buyer", "bestellnummer": "order id", "auftragsnummer": "order id",
    "bestelldatum": "order date", "rechnungsnummer": "invoice id", "rechnungsdatum": "invoice date",
    "kundennummer": "customer id", "kundenummer": "customer id", "gesamtbetrag": "total amount",
    "zahlbetrag": "paid amount",
    "rechnungsbetrag": "invoice amount", "status": "status", "estado": "status", "statut": "status",
    "zustand": "status",
    "bestellstatus": "order status", "situação": "status", "situacao": "status", "identificador": "id",
    "venta": "sale", "ventas": "sale", "artículo": "item", "data": "data",
}  # fmt: skip
"""German, French and Spanish words of ordinary shop exports."""

RUSSIAN: dict[str, str] = {
    "заказ": "order", "заказа": "order", "заказы": "order", "номер": "id", "дата": "date", "время": "time",
    "сумма": "amount", "стоимость": "amount", "итого": "total amount", "оплачено": "paid amount", "цена": "price",
    "количество": "quantity", "клиент": "customer", "клиента": "customer", "покупатель": "customer",
    "покупателя": "customer", "статус": "status", "товар": "product", "товара": "product", "валюта": "currency",
    "валюты": "currency", "код": "id", "город": "city", "принят": "created", "отгрузки": "shipped", "канал": "channel",
    "возврат": "refund", "оплачен": "paid", "отменен": "cancelled", "отменён": "cancelled", "удален": "deleted",
    "удалён": "deleted", "отменено": "cancelled",
    "артикул": "sku",
}  # fmt: skip
"""Russian words of ordinary shop exports."""

WORDS: dict[str, str] = SHORT | CHINESE | EUROPEAN | RUSSIAN

FILLERS = frozenset([
    "unique", "fk", "pk", "the", "dim", "fact", "tbl", "table", "stg", "crm", "erp", "src", "my",
    "main", "utc", "local", "v", "vw", "data", "info",
])  # fmt: skip
"""Words that say nothing about what a column means."""

CURRENCIES: dict[str, str] = {
    "eur": "EUR", "euro": "EUR", "euros": "EUR", "€": "EUR", "usd": "USD", "dollar": "USD",
    "dollars": "USD", "$": "USD", "us$": "USD", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "£": "GBP",
    "cny": "CNY", "rmb": "CNY", "yuan": "CNY", "¥": "CNY", "￥": "CNY", "jpy": "JPY", "yen": "JPY",
    "chf": "CHF", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "pln": "PLN", "czk": "CZK", "cad": "CAD",
    "aud": "AUD", "inr": "INR", "₹": "INR", "hkd": "HKD", "twd": "TWD", "sgd": "SGD", "krw": "KRW",
    "₩": "KRW", "brl": "BRL", "r$": "BRL", "mxn": "MXN", "rp": "IDR", "idr": "IDR", "zł": "PLN", "kč": "CZK",
    "kr": "SEK",
    "₽": "RUB", "rub": "RUB", "₺": "TRY", "try": "TRY", "₫": "VND", "vnd": "VND", "฿": "THB", "thb": "THB", "₱": "PHP",
    "php": "PHP", "₪": "ILS", "ils": "ILS", "clp": "CLP", "cop": "COP", "ars": "ARS", "pen": "PEN", "zar": "ZAR",
    "myr": "MYR", "rm": "MYR", "aed": "AED", "sar": "SAR", "kwd": "KWD", "bhd": "BHD", "tnd": "TND", "huf": "HUF",
}  # fmt: skip
"""Currency words and signs as they stand in a column's name or in its values."""

TIME_UNITS = frozenset(["s", "sec", "secs", "second", "ms", "min", "mins", "minute", "hour"])
"""Units of time that end a name (duration_seconds) without changing what it means."""

MINOR_UNITS = frozenset(["cent", "minor", "penny", "pence", "centavo", "centime", "paise", "分"])
"""Smallest units of money that end a name (price_cents): its amounts are a hundred times as large."""
