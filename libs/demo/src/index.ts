export { RunDemo, RunDemoBody, type DemoAnswer, type OnDemoProgress } from './commands/run-demo.js';
export { DemoModule } from './demo.module.js';
export { demoEvents } from './events.js';
export { demoMessages } from './messages.js';
