export { checkedLimit, cursorOf, keyOf, MAX_LIMIT } from '#projections';
