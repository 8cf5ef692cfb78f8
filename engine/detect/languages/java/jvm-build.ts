import type { Found } from '../../plan.ts';

/** What a build script says, whatever tool reads it. */
export interface JvmBuild {
	tool: 'maven' | 'gradle';
	/** The script's path. */
	path: string;
	isKotlin: boolean;
	framework: { name: string; title: string; reason: string } | null;
	/** The variable that the framework reads its port from; null: PORT, or what is written. */
	portVariable: string | null;
	askedVersion: Found<string> | null;
	command: Found<string>;
	/** Below /app: where the build puts its jars, or the folder that is started whole. */
	folder: string;
	made: Made | null;
	/** Where it is known. */
	mainClass: string | null;
}

/** What is started of all that the build makes. */
export type Made =
	/** One jar with everything in it, whose name fits `name`. */
	| { kind: 'jar'; name: string }
	/** A folder: `jar` in it is started. */
	| { kind: 'folder'; jar: string }
	/** Jars beside each other in `folder`. */
	| { kind: 'classpath'; mainClass: string };

export const frameworks = {
	spring: { name: 'spring-boot', title: 'Spring Boot', portVariable: 'SERVER_PORT' },
	quarkus: { name: 'quarkus', title: 'Quarkus', portVariable: 'QUARKUS_HTTP_PORT' },
	micronaut: { name: 'micronaut', title: 'Micronaut', portVariable: 'MICRONAUT_SERVER_PORT' },
	ktor: { name: 'ktor', title: 'Ktor', portVariable: null },
	javalin: { name: 'javalin', title: 'Javalin', portVariable: null }
} as const;

export type FrameworkKey = keyof typeof frameworks;

export function frameworkOf(key: FrameworkKey | null, reason: string) {
	if (key === null) return { framework: null, portVariable: null };
	const { name, title, portVariable } = frameworks[key];
	return { framework: { name, title, reason }, portVariable };
}

/** The options that a container needs: three quarters of its memory are the heap's, an exhausted heap ends it. */
export const java = 'java -XX:MaxRAMPercentage=75 -XX:+ExitOnOutOfMemoryError';

export function startOf({ made, framework, path }: JvmBuild): Found<string> | null {
	if (made === null) return null;
	const reason = framework?.reason ?? path;
	if (made.kind === 'jar') return { value: `${java} -jar app.jar`, reason };
	if (made.kind === 'folder') return { value: `${java} -jar ${made.jar}`, reason };
	return { value: `${java} ${made.mainClass}`, reason: `${path}: ${made.mainClass}` };
}
