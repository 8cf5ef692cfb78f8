import type { Found } from '../../plan.ts';
import type { Sources } from '../language.ts';
import { frameworkOf, type FrameworkKey, type JvmBuild, type Made } from './jvm-build.ts';
import { anyText } from '../xml.ts';
import { filled, parsePom, type Pom } from './pom.ts';

/** What pom.xml says, and that of the module with the program. Errors (422): manifest_invalid. */
export async function mavenBuild(sources: Sources): Promise<JvmBuild | null> {
	const text = await sources.read('pom.xml');
	if (text === null) return null;
	const root = parsePom('pom.xml', text);
	const { pom, folder } = await programPom(sources, root);
	const path = folder === '' ? 'pom.xml' : `${folder}/pom.xml`;
	const key = frameworkKey(pom) ?? frameworkKey(root);
	const made = madeBy(pom, key);
	const wrapper = sources.facts.files.has('mvnw') ? 'sh ./mvnw' : 'mvn';
	const module = folder === '' ? '' : ` -pl ${folder} -am`;
	const goals = made?.kind === 'classpath' ? ` ${copyDependencies}` : '';
	return {
		tool: 'maven',
		path,
		isKotlin: [pom, root].some(({ plugins }) => plugins.has('kotlin-maven-plugin')),
		...frameworkOf(key, `${path}: ${key === 'spring' ? 'Spring Boot' : key}`),
		askedVersion: askedVersion(pom, path) ?? askedVersion(root, 'pom.xml'),
		command: {
			value: `${wrapper} -B -ntp -DskipTests${module} package${goals}`,
			reason: wrapper === 'mvn' ? 'pom.xml' : 'mvnw'
		},
		folder: folder === '' ? 'target' : `${folder}/target`,
		made,
		mainClass: mainClassOf(pom)
	};
}

const copyDependencies =
	'dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=target/lib';

/** The root, or the module below it that makes something to start. */
async function programPom(sources: Sources, root: Pom): Promise<{ pom: Pom; folder: string }> {
	if (root.packaging !== 'pom') return { pom: root, folder: '' };
	const found: { pom: Pom; folder: string }[] = [];
	for (const folder of root.modules.slice(0, 50)) {
		const text = /^[\w./-]+$/.test(folder) ? await sources.read(`${folder}/pom.xml`) : null;
		if (text !== null) found.push({ pom: parsePom(`${folder}/pom.xml`, text), folder });
	}
	const started = found.find(({ pom }) => madeBy(pom, frameworkKey(pom)) !== null);
	return started ?? { pom: root, folder: '' };
}

function frameworkKey({ plugins, parent, dependencies }: Pom): FrameworkKey | null {
	const groups = [...dependencies].map((name) => name.split(':')[0] ?? '');
	const uses = (group: string) => groups.includes(group);
	if (plugins.has('spring-boot-maven-plugin') || parent === 'spring-boot-starter-parent')
		return 'spring';
	if (plugins.has('quarkus-maven-plugin')) return 'quarkus';
	if (plugins.has('micronaut-maven-plugin') || parent === 'micronaut-parent') return 'micronaut';
	if (uses('io.ktor')) return 'ktor';
	return uses('io.javalin') ? 'javalin' : null;
}

function madeBy(pom: Pom, key: FrameworkKey | null): Made | null {
	if (key === 'quarkus') return { kind: 'folder', jar: 'quarkus-run.jar' };
	if (pom.plugins.has('spring-boot-maven-plugin') || key === 'micronaut')
		return { kind: 'jar', name: '*.jar' };
	const shade = pom.plugins.get('maven-shade-plugin');
	if (shade) {
		const isAttached = anyText(shade, 'shadedArtifactAttached') === 'true';
		const classifier = anyText(shade, 'shadedClassifierName') ?? 'shaded';
		return { kind: 'jar', name: isAttached ? `*-${classifier}.jar` : '*.jar' };
	}
	const assembly = pom.plugins.get('maven-assembly-plugin');
	if (assembly && anyText(assembly, 'descriptorRef') === 'jar-with-dependencies') {
		const isAppended = anyText(assembly, 'appendAssemblyId') !== 'false';
		return { kind: 'jar', name: isAppended ? '*-jar-with-dependencies.jar' : '*.jar' };
	}
	const mainClass = mainClassOf(pom);
	return mainClass === null ? null : { kind: 'classpath', mainClass };
}

function mainClassOf(pom: Pom): string | null {
	const named = ['exec.mainClass', 'main.class', 'mainClass'].map((name) =>
		pom.properties.get(name)
	);
	for (const plugin of ['exec-maven-plugin', 'maven-jar-plugin', 'maven-shade-plugin']) {
		const element = pom.plugins.get(plugin);
		if (element) named.push(filled(pom, anyText(element, 'mainClass')) ?? undefined);
	}
	return named.find((name) => name !== undefined && /^[\w.$]+$/.test(name)) ?? null;
}

function askedVersion(pom: Pom, path: string): Found<string> | null {
	const names = [
		'java.version',
		'maven.compiler.release',
		'maven.compiler.target',
		'kotlin.compiler.jvmTarget'
	];
	for (const name of names) {
		const value = filled(pom, pom.properties.get(name) ?? null);
		if (value) return { value, reason: `${path}: ${name}` };
	}
	for (const [plugin, ...elements] of [
		['maven-compiler-plugin', 'release', 'target'],
		['kotlin-maven-plugin', 'jvmTarget']
	] as const) {
		const element = pom.plugins.get(plugin);
		for (const name of element ? elements : []) {
			const value = element && filled(pom, anyText(element, name));
			if (value) return { value, reason: `${path}: ${plugin}, ${name}` };
		}
	}
	return null;
}
