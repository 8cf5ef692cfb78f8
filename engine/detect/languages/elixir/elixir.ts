import type { Facts } from '../../facts.ts';
import type { Found } from '../../plan.ts';
import type { Language, LanguagePlan, Sources } from '../language.ts';
import { chosenVersion, pessimisticRange, toolVersion, versionFile } from '../versions.ts';
import { elixirImage } from './image.ts';
import { mixProject, type MixProject } from './mix-project.ts';

export const elixir: Language = {
	name: 'elixir',
	title: 'Elixir',
	signs: /^mix\.exs$/,
	recognise
};

const supported = { title: 'Elixir', versions: ['1.18', '1.19', '1.17', '1.16', '1.15'] };

async function recognise(sources: Sources): Promise<LanguagePlan | null> {
	const project = await mixProject(sources);
	if (!project) return null;
	const { files } = sources.facts;
	const isPhoenix = project.dependencies.has('phoenix');
	const asked = askedVersion(sources.facts, project);
	const version = chosenVersion(supported, asked && { ...asked, value: npmRange(asked.value) });
	const lockFile = files.has('mix.lock') ? 'mix.lock' : 'mix.exs';
	const present = (names: string[]) => names.filter((name) => files.has(name));
	return {
		framework: isPhoenix ? 'phoenix' : 'elixir',
		title: isPhoenix ? 'Phoenix' : 'Elixir',
		reason: isPhoenix ? 'mix.exs: phoenix' : 'mix.exs',
		evidence: project.isApplication ? 'app' : 'files',
		version: version.found,
		packageManager: { value: 'Mix', reason: lockFile },
		install: { value: 'mix deps.get --only prod', reason: lockFile },
		build: { value: buildCommand(project), reason: isPhoenix ? 'mix.exs: phoenix' : 'mix.exs' },
		start:
			project.release === null || !project.isApplication
				? null
				: { value: `bin/${project.release} start`, reason: `mix.exs: release ${project.release}` },
		output: null,
		port: { value: 4000, reason: 'told to the app in PORT' },
		notices: [
			...(isPhoenix ? [phoenixVariables] : []),
			...(lockFile === 'mix.lock' || project.dependencies.size === 0
				? []
				: ['No lock file: versions may change between builds. Commit mix.lock.']),
			...(version.notice ? [version.notice] : [])
		],
		image: (commands) =>
			elixirImage(
				{
					version: version.found.value,
					project,
					isPhoenix,
					manifests: present(['mix.exs', 'mix.lock']),
					configs: present(['config/config.exs', 'config/prod.exs']),
					hasAssetPackages: files.has('assets/package.json')
				},
				commands
			)
	};
}

const phoenixVariables =
	'Phoenix needs the variables SECRET_KEY_BASE ("mix phx.gen.secret" prints one) and PHX_HOST (its domain).';

function buildCommand({ aliases }: MixProject): string {
	const assets = aliases.has('assets.deploy') ? ['mix assets.deploy'] : [];
	return ['mix compile', ...assets, 'mix release'].join(' && ');
}

function askedVersion(facts: Facts, { elixir: range }: MixProject): Found<string> | null {
	const file = versionFile(facts, '.elixir-version') ?? toolVersion(facts, 'elixir');
	// asdf names the Erlang that it was built for, too: 1.18.3-otp-27.
	if (file) return { ...file, value: file.value.replace(/-otp-\d+$/, '') };
	return range === null ? null : { value: range, reason: 'mix.exs: elixir' };
}

/** '~> 1.15 and >= 1.15.4 or == 1.14.0' as npm writes it. */
function npmRange(text: string): string {
	const words = text
		.replaceAll(/\s+and\s+/g, ' ')
		.replaceAll(/\s+or\s+/g, ' || ')
		.replaceAll('==', '')
		.replaceAll(/([<>=~])\s+/g, '$1');
	return words.replaceAll(/~>([\d.]+)/g, (_, version: string) => pessimisticRange(version));
}
