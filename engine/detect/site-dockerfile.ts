import { noRules, type SiteRules } from '../sites/port.ts';
import { siteFolder, siteLabelLine } from '../sites/site-label.ts';
import { copyLine, stage } from './dockerfile-text.ts';

/**
 * The last stage of every site that is built: nothing runs in it, its files are taken out and served by
 * the edge. `output` is a folder below /app of the stage `from`.
 */
export function siteStage(output: string, from: string, rules: SiteRules = noRules): string {
	const source = `/app/${output}`.replace(/\/\.$/, '');
	return stage(
		'What is served: the finished files',
		'FROM scratch',
		siteLabelLine(rules),
		copyLine([source], `/${siteFolder}`, [`--from=${from}`])
	);
}
