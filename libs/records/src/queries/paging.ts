export { checkedLimit, cursorOf, keyOf, MAX_LIMIT, wrongCursor } from '#projections';
