-- One customer's whole history, newest first.
SELECT time, event, channel, amount::DOUBLE AS amount FROM events WHERE customer = $customer ORDER BY time DESC, event;
