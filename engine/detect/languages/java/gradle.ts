import type { Found } from '../../plan.ts';
import type { Sources } from '../language.ts';
import { frameworkOf, type FrameworkKey, type JvmBuild, type Made } from './jvm-build.ts';

const scripts = ['build.gradle.kts', 'build.gradle'];

interface Script {
	/** Of the project in Gradle's words: '' or ':app'. */
	project: string;
	folder: string;
	path: string;
	text: string;
}

/** What the build script says that makes the program. */
export async function gradleBuild(sources: Sources): Promise<JvmBuild | null> {
	const all = await projects(sources);
	const [first] = all;
	if (!first) return null;
	const chosen = all.find(({ text }) => madeBy(text) !== null) ?? first;
	const { text, path, project, folder } = chosen;
	const key = frameworkKey(text);
	const by = madeBy(text);
	const wrapper = sources.facts.files.has('gradlew');
	const task = `${project}${project === '' ? '' : ':'}${by?.task ?? 'build'}`;
	const catalog = (await sources.read('gradle/libs.versions.toml')) ?? '';
	return {
		tool: 'gradle',
		path,
		isKotlin: all.some((one) =>
			/kotlin\(["']jvm|org\.jetbrains\.kotlin\.jvm|kotlin\.jvm\b/.test(one.text)
		),
		...frameworkOf(key, `${path}: ${key === 'spring' ? 'Spring Boot' : key}`),
		askedVersion:
			askedVersion(all) ??
			askedVersion([{ ...chosen, path: 'gradle/libs.versions.toml', text: catalog }]),
		command: {
			value: `${wrapper ? 'sh ./gradlew' : 'gradle'} --no-daemon ${task}${by ? '' : ' -x test'}`,
			reason: wrapper ? 'gradlew' : path
		},
		folder: `${folder === '' ? '' : `${folder}/`}build/${by?.folder ?? 'libs'}`,
		made: by?.made ?? null,
		mainClass: mainClassOf(text)
	};
}

async function projects(sources: Sources): Promise<Script[]> {
	const found: Script[] = [];
	const included = await includedProjects(sources);
	for (const project of ['', ...included]) {
		const folder = project.replace(/^:/, '').replaceAll(':', '/');
		for (const name of scripts) {
			const path = folder === '' ? name : `${folder}/${name}`;
			const text = await sources.read(path);
			if (text === null) continue;
			found.push({ project, folder, path, text: text.replaceAll(/^\s*\/\/.*$/gm, '') });
			break;
		}
	}
	return found;
}

async function includedProjects(sources: Sources): Promise<string[]> {
	const text =
		(await sources.read('settings.gradle.kts')) ?? (await sources.read('settings.gradle')) ?? '';
	const includes = [...text.matchAll(/^\s*include\b[\s(]*([^)\n]+)/gm)].map(
		([, names = '']) => names
	);
	const names = includes.flatMap((line) => [...line.matchAll(/["']:?([\w:-]+)["']/g)]);
	return names.map(([, name = '']) => `:${name}`).slice(0, 50);
}

function frameworkKey(text: string): FrameworkKey | null {
	if (/org\.springframework\.boot|plugins\.spring\.?boot|springBoot/.test(text)) return 'spring';
	if (/io\.quarkus/.test(text)) return 'quarkus';
	if (/io\.micronaut/.test(text)) return 'micronaut';
	if (/io\.ktor|plugins\.ktor|libs\.ktor/.test(text)) return 'ktor';
	return /io\.javalin/.test(text) ? 'javalin' : null;
}

/** The task that makes something to start, and where; null: nothing does. */
function madeBy(text: string): { task: string; folder: string; made: Made } | null {
	const libs = { folder: 'libs', made: { kind: 'jar', name: '*-all.jar' } } as const;
	if (
		/id\s*\(?["']org\.springframework\.boot["']\)?(?!.*apply\s*\(?false)|plugins\.spring\.?boot\b(?!.*apply\s*\(?false)/.test(
			text
		)
	) {
		return { task: 'bootJar', folder: 'libs', made: { kind: 'jar', name: '*.jar' } };
	}
	if (/id\s*\(?["']io\.quarkus["']/.test(text)) {
		return {
			task: 'quarkusBuild',
			folder: 'quarkus-app',
			made: { kind: 'folder', jar: 'quarkus-run.jar' }
		};
	}
	if (/io\.ktor\.plugin|plugins\.ktor\b/.test(text)) return { task: 'buildFatJar', ...libs };
	if (/com\.gradleup\.shadow|com\.github\.johnrengelman\.shadow|plugins\.shadow\b/.test(text)) {
		return { task: 'shadowJar', ...libs };
	}
	const mainClass = mainClassOf(text);
	if (!mainClass || !/\bapplication\b/.test(text)) return null;
	return { task: 'installDist', folder: 'install', made: { kind: 'classpath', mainClass } };
}

function mainClassOf(text: string): string | null {
	const written = /mainClass(?:Name)?(?:\.set)?\s*[(=]\s*["']([\w.$]+)["']/;
	return written.exec(text)?.[1] ?? null;
}

const versions = [
	/jvmToolchain\s*\(?\s*(\d{1,2})/,
	/JavaLanguageVersion\.of\(\s*["']?(\d{1,2})/,
	/(?:sourceCompatibility|targetCompatibility)\s*=\s*(?:JavaVersion\.VERSION_)?["']?((?:1[._])?\d{1,2})/,
	/jvmTarget\s*=\s*["']((?:1\.)?\d{1,2})/,
	/JvmTarget\.JVM_(\d{1,2})/,
	/^\s*(?:java|jdk|jvm)[\w-]*\s*=\s*["'](\d{1,2})["']/m
];

function askedVersion(all: Script[]): Found<string> | null {
	for (const pattern of versions) {
		for (const { path, text } of all) {
			const value = pattern.exec(text)?.[1];
			if (value) return { value, reason: path };
		}
	}
	return null;
}
