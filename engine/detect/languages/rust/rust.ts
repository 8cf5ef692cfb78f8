import type { Found } from '../../plan.ts';
import type { Language, LanguagePlan, Sources } from '../language.ts';
import { likeliest, procfileCommands } from '../program.ts';
import { writtenPort } from '../written-port.ts';
import { cargoPackages, type CargoPackage } from './cargo-toml.ts';
import { systemPackages } from './native-libraries.ts';
import { rustImage } from './rust-image.ts';
import { rustToolchain } from './toolchain.ts';

const frameworks: [crate: string, title: string][] = [
	['axum', 'Axum'],
	['actix-web', 'Actix Web'],
	['rocket', 'Rocket'],
	['warp', 'warp'],
	['poem', 'Poem'],
	['salvo', 'Salvo'],
	['tide', 'Tide']
];

export const rust: Language = {
	name: 'rust',
	title: 'Rust',
	signs: /^Cargo\.toml$/,
	recognise
};

interface Program {
	of: CargoPackage;
	name: string;
	file: string;
}

async function recognise(sources: Sources): Promise<LanguagePlan | null> {
	const { facts } = sources;
	const packages = await cargoPackages(sources);
	const all = packages.flatMap((of) => of.programs.map((program) => ({ of, ...program })));
	const chosen = chosenProgram(packages, all);
	const uses = (crate: string) => chosen?.of.dependencies.includes(crate) ?? false;
	const isLocked = facts.files.has('Cargo.lock');
	const lock = isLocked ? ((await sources.read('Cargo.lock')) ?? '') : '';
	const toolchain = await rustToolchain(sources, chosen?.of.rustVersion ?? null);
	const build = buildOf(chosen, isLocked, (await procfileCommands(sources)).length > 0);
	const program = chosen && `bin/${chosen.name}`;
	const texts = new Map<string, string>();
	if (chosen) texts.set(chosen.file, (await sources.read(chosen.file)) ?? '');
	return {
		...named(chosen, all),
		evidence: all.length > 0 ? 'app' : 'files',
		version: toolchain.version,
		packageManager: { value: 'cargo', reason: isLocked ? 'Cargo.lock' : 'Cargo.toml' },
		install: null,
		build,
		start: chosen && { value: `bin/${chosen.name}`, reason: chosen.file },
		output: null,
		port: uses('rocket') ? rocketPort : writtenPort(texts),
		notices: isLocked ? [] : ['No Cargo.lock: versions may change between builds. Commit it.'],
		image: (commands) =>
			rustImage(
				facts,
				{
					toolchain,
					system: systemPackages(lock),
					build: build.value,
					program,
					usesRocket: uses('rocket')
				},
				commands
			)
	};
}

const rocketPort = { value: 8000, reason: 'Rocket: told to the app in ROCKET_PORT' };

function chosenProgram(packages: CargoPackage[], all: Program[]): Program | null {
	const run = packages.find(({ defaultRun }) => defaultRun !== null);
	const preferred = all.find(({ of, name }) => of === run && name === run?.defaultRun);
	const root = packages.find(({ folder }) => folder === '')?.name ?? null;
	const name = likeliest(
		all.map((program) => program.name),
		root
	);
	return preferred ?? all.find((program) => program.name === name) ?? null;
}

/** With a Procfile, all programs are built: any of them may be named there. */
function buildOf(chosen: Program | null, isLocked: boolean, hasProcfile: boolean): Found<string> {
	const base = `cargo build --release${isLocked ? ' --locked' : ''}`;
	if (chosen === null || hasProcfile) {
		return { value: `${base} --bins`, reason: hasProcfile ? 'Procfile' : 'Cargo.toml' };
	}
	const member = chosen.of.folder === '' ? '' : ` --package ${chosen.of.name}`;
	const reason = chosen.of.folder === '' ? 'Cargo.toml' : `${chosen.of.folder}/Cargo.toml`;
	return { value: `${base}${member} --bin ${chosen.name}`, reason };
}

function named(chosen: Program | null, all: Program[]) {
	const framework = frameworks.find(([crate]) => chosen?.of.dependencies.includes(crate));
	if (framework) {
		const [crate, title] = framework;
		return { framework: crate, title, reason: `Cargo.toml: dependency "${crate}"` };
	}
	const names = all.map(({ name }) => name).join(', ');
	const reason = chosen || names === '' ? 'Cargo.toml' : `Cargo.toml, with the programs ${names}`;
	return { framework: 'rust', title: 'Rust', reason };
}
