/** Injection tokens of what every capability needs from outside. */
export const EVENT_STORE = Symbol('EventStore');
export const EVENT_LOG = Symbol('EventLog');
export const CLOCK = Symbol('Clock');
export const SEALER = Symbol('Sealer');
export const PROJECTION_RUNNER = Symbol('ProjectionRunner');
export const DIRECTORY_READER = Symbol('DirectoryReader');
export const RECORD_TYPE = Symbol('RecordType');
export const CONFIGURATION = Symbol('Configuration');
export const ORIGIN = Symbol('Origin');
export const RUNTIME = Symbol('Runtime');
