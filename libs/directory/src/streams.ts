/** What the directory's streams begin with. */
export const DIRECTORY_STREAMS = ['region-', 'school-', 'person-'] as const;

export const regionStream = (code: string): string => `region-${code}`;

export const schoolStream = (code: string): string => `school-${code}`;

/** A person's stream, and the subject under whose key their personal data are sealed. A user name is taken once its stream exists. */
export const personStream = (username: string): string => `person-${username}`;
