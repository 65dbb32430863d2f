/** The stream in which a log says what it is: its first event names it, and one of {@link LOG_RENEWED} gives it a new name. */
export const LOG_STREAM = 'log-origin';

/** Stored name of the event with which a log that was set back goes on as another one. */
export const LOG_RENEWED = 'log-renewed';
