import { enterView } from './view.ts';

const [target = '', ...args] = process.argv.slice(2);
enterView(target, args);
