import { enterView } from './view.ts';

const [target = '', panelFolder = ''] = process.argv.slice(2);
enterView(target, panelFolder);
