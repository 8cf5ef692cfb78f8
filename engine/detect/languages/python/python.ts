import type { Language, LanguagePlan, Sources } from '../language.ts';
import { nothingMore, type PythonApp } from './app.ts';
import { pythonManifests } from './dependencies.ts';
import { pythonImage } from './image.ts';
import { systemPackages } from './native.ts';
import { pythonInstall } from './package-manager.ts';
import { plainScript } from './script-app.ts';
import { pythonVersion } from './version.ts';
import { pythonApp } from './web-app.ts';

export const python: Language = {
	name: 'python',
	title: 'Python',
	signs:
		/^(requirements\.txt|requirements|pyproject\.toml|Pipfile|setup\.py|manage\.py|main\.py|app\.py|wsgi\.py)$/,
	recognise
};

async function recognise(sources: Sources): Promise<LanguagePlan | null> {
	const manifests = await pythonManifests(sources);
	const install = await pythonInstall(sources, manifests);
	const app =
		(await pythonApp(sources, manifests)) ?? (await plainScript(sources)) ?? files(install.reason);
	const version = pythonVersion(sources.facts, manifests);
	const system = systemPackages(manifests.packages, manifests.requirementsText);
	const { buildVariables, ...plan } = app;
	return {
		...plan,
		version: version.found,
		packageManager: install.command === null ? null : install.found,
		install: install.command === null ? null : { value: install.command, reason: install.reason },
		notices: [...app.notices, ...install.notices, ...(version.notice ? [version.notice] : [])],
		image: (commands) =>
			pythonImage(
				{
					version: version.found.value,
					install,
					packages: manifests.packages,
					system,
					buildVariables
				},
				commands
			)
	};
}

function files(reason: string): PythonApp {
	return {
		...nothingMore,
		framework: 'python',
		title: 'Python',
		reason,
		evidence: 'files',
		start: null
	};
}
