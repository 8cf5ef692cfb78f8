import type { Language, LanguagePlan, Sources } from '../language.ts';
import { nodeToolsOf } from '../node-tools.ts';
import { rubyApp } from './app.ts';
import { gemfile } from './gemfile.ts';
import { rubyImage } from './image.ts';
import { rubyVersion } from './version.ts';

export const ruby: Language = { name: 'ruby', title: 'Ruby', signs: /^Gemfile$/, recognise };

async function recognise(sources: Sources): Promise<LanguagePlan | null> {
	const found = await gemfile(sources);
	if (!found) return null;
	const app = await rubyApp(sources, found);
	const version = rubyVersion(sources.facts, found);
	const lockFile = found.hasLock ? 'Gemfile.lock' : null;
	const manifests = ['Gemfile', 'Gemfile.lock', '.ruby-version', '.tool-versions'].filter((name) =>
		sources.facts.files.has(name)
	);
	return {
		framework: app.framework,
		title: app.title,
		reason: app.reason,
		evidence: app.evidence,
		build: app.build,
		start: app.start,
		output: app.output,
		version: version.found,
		packageManager: { value: 'Bundler', reason: lockFile ?? 'Gemfile' },
		install: { value: 'bundle install', reason: lockFile ?? 'Gemfile' },
		port: { value: 3000, reason: 'told to the app in PORT' },
		notices: [
			...app.notices,
			...(lockFile
				? []
				: ['No lock file: versions may change between builds. Commit Gemfile.lock.']),
			...(version.notice ? [version.notice] : [])
		],
		image: (commands) =>
			rubyImage(
				{
					version: version.found.value,
					gemfile: found,
					app,
					manifests,
					node: nodeToolsOf(sources.facts)
				},
				commands
			)
	};
}
