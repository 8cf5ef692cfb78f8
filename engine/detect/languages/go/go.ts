import type { Language, LanguagePlan, Sources } from '../language.ts';
import { needsShell, procfileCommands } from '../program.ts';
import { writtenPort } from '../written-port.ts';
import { goImage } from './go-image.ts';
import { goVersion, parseGoMod, type GoMod } from './go-mod.ts';
import { mainPackages, type MainPackages } from './main-package.ts';

const frameworks: [module: RegExp, framework: string, title: string][] = [
	[/^github\.com\/gin-gonic\/gin$/, 'gin', 'Gin'],
	[/^github\.com\/labstack\/echo(\/v\d+)?$/, 'echo', 'Echo'],
	[/^github\.com\/gofiber\/fiber(\/v\d+)?$/, 'fiber', 'Fiber'],
	[/^github\.com\/go-chi\/chi(\/v\d+)?$/, 'chi', 'chi'],
	[/^github\.com\/gorilla\/mux$/, 'gorilla', 'Gorilla']
];

/** Modules that are bindings of a C library. */
const cModules =
	/^(github\.com\/(mattn\/go-sqlite3|confluentinc\/confluent-kafka-go(\/v\d+)?|h2non\/bimg|davidbyttow\/govips(\/v\d+)?|duckdb\/duckdb-go(\/v\d+)?|marcboeker\/go-duckdb(\/v\d+)?|godror\/godror)|gopkg\.in\/gographics\/imagick\.v\d+)$/;

export const go: Language = { name: 'go', title: 'Go', signs: /^go\.mod$/, recognise };

async function recognise(sources: Sources): Promise<LanguagePlan | null> {
	const { facts } = sources;
	const mod = parseGoMod((await sources.read('go.mod')) ?? '');
	const mains = await mainPackages(sources, mod.name);
	const others = await procfileCommands(sources);
	const { found: version, notice } = goVersion(facts, mod);
	const build = buildOf(mains, others);
	const program = mains.chosen && `bin/${mains.chosen.name}`;
	const install = vendored(sources) ? null : { value: 'go mod download', reason: 'go.mod' };
	const sums = facts.files.has('go.sum') || mod.requires.size === 0;
	const usesC = [...mod.requires].some((path) => cModules.test(path));
	return {
		...named(mod, mains),
		evidence: mains.all.length > 0 ? 'app' : 'files',
		version,
		packageManager: { value: 'go', reason: 'go.mod' },
		install,
		build,
		start: program === null ? null : { value: program, reason: mains.chosen?.file ?? '' },
		output: null,
		port: writtenPort(mains.chosen?.texts ?? new Map()),
		notices: [
			...(sums ? [] : ['No go.sum: run go mod tidy and commit it.']),
			...(notice ? [notice] : [])
		],
		image: (commands) =>
			goImage(
				facts,
				{
					version: version.value,
					usesC,
					manifests: mod.replacesByFolder || facts.files.has('go.work') ? null : manifests(sources),
					build: build.value,
					program,
					needsShell: needsShell(others)
				},
				commands
			)
	};
}

/** With a Procfile, all programs are built: any of them may be named there. */
function buildOf({ chosen, all }: MainPackages, procfile: string[]) {
	const flags = 'go build -trimpath -ldflags="-s -w" -o';
	if (chosen && (procfile.length === 0 || all.length === 1)) {
		return { value: `${flags} bin/${chosen.name} ${chosen.path}`, reason: chosen.file };
	}
	return { value: `${flags} bin/ ./...`, reason: procfile.length > 0 ? 'Procfile' : 'go.mod' };
}

function named(mod: GoMod, { chosen, all }: MainPackages) {
	for (const [pattern, framework, title] of frameworks) {
		const module = [...mod.requires].find((path) => pattern.test(path));
		if (module && chosen) return { framework, title, reason: `go.mod: requires ${module}` };
	}
	const choices = all.map(({ path }) => path.slice(2)).join(', ');
	const reason = chosen || choices === '' ? 'go.mod' : `go.mod, with the programs ${choices}`;
	return { framework: 'go', title: 'Go', reason };
}

const vendored = ({ facts }: Sources) => facts.files.has('vendor/modules.txt');

function manifests({ facts }: Sources): string[] {
	return ['go.mod', 'go.sum'].filter((name) => facts.files.has(name));
}
