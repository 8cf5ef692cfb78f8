import type { Found } from '../../plan.ts';
import type { Language, LanguagePlan, Sources } from '../language.ts';
import { writtenPort } from '../written-port.ts';
import { gradleBuild } from './gradle.ts';
import { startOf, type JvmBuild } from './jvm-build.ts';
import { jvmImage } from './jvm-image.ts';
import { jvmVersion, pinnedJvm } from './jvm-version.ts';
import { mavenBuild } from './maven.ts';

const signs = /^(pom\.xml|build\.gradle(\.kts)?|settings\.gradle(\.kts)?)$/;

export const java: Language = {
	name: 'java',
	title: 'Java',
	signs,
	recognise: (sources) => recognise(sources, false)
};

export const kotlin: Language = {
	name: 'kotlin',
	title: 'Kotlin',
	signs,
	recognise: (sources) => recognise(sources, true)
};

async function recognise(sources: Sources, isKotlin: boolean): Promise<LanguagePlan | null> {
	const build = (await mavenBuild(sources)) ?? (await gradleBuild(sources));
	if (build === null || build.isKotlin !== isKotlin) return null;
	const version = jvmVersion((await pinnedJvm(sources)) ?? build.askedVersion);
	const [name, title] = isKotlin ? ['kotlin', 'Kotlin'] : ['java', 'Java'];
	return {
		framework: build.framework?.name ?? name,
		title: build.framework?.title ?? title,
		reason: build.framework?.reason ?? build.path,
		evidence: build.made === null ? 'files' : 'app',
		version: version.found,
		packageManager: { value: build.tool, reason: build.command.reason },
		install: null,
		build: build.command,
		start: startOf(build),
		output: null,
		port: await portOf(sources, build),
		notices: version.notice === null ? [] : [version.notice],
		image: (commands) => jvmImage(build, version.found.value, commands)
	};
}

async function portOf(sources: Sources, build: JvmBuild): Promise<Found<number>> {
	const told = build.portVariable;
	if (told !== null)
		return { value: 8080, reason: `${build.framework?.title}: told to the app in ${told}` };
	const below = build.path.includes('/')
		? `${build.path.slice(0, build.path.lastIndexOf('/'))}/`
		: '';
	const texts = new Map<string, string>();
	for (const path of ['application.conf', 'application.yaml', 'application.yml']) {
		const text = await sources.read(`${below}src/main/resources/${path}`);
		if (text !== null) texts.set(path, text);
	}
	for (const path of await mainSources(sources, build, below)) {
		const text = await sources.read(path);
		if (text !== null) texts.set(path, text);
	}
	return writtenPort(texts);
}

/** Sources of the main class, where it is named, and those at the top of the tree. */
async function mainSources(
	sources: Sources,
	{ mainClass, isKotlin }: JvmBuild,
	below: string
): Promise<string[]> {
	const folders = ['src/main/java', 'src/main/kotlin', 'src'].map((folder) => `${below}${folder}`);
	const lists = await Promise.all(folders.map((folder) => sources.list(folder)));
	const top = lists.flat().filter((path) => /\.(java|kt)$/.test(path));
	if (mainClass === null) return top.slice(0, 20);
	const file = mainClass.replace(/Kt$/, '').replaceAll('.', '/');
	// Kotlin's folders may leave out what all packages begin with.
	const names = [file, file.split('/').at(-1) ?? file];
	const end = isKotlin ? 'kt' : 'java';
	const main = folders.flatMap((folder) => names.map((name) => `${folder}/${name}.${end}`));
	return [...new Set([...main, ...top])].slice(0, 20);
}
