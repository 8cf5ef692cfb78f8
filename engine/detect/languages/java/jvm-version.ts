import type { Found } from '../../plan.ts';
import type { Sources } from '../language.ts';
import { toolVersion, versionFile } from '../versions.ts';

/** Releases with long support, each with official images. */
const supported = [8, 11, 17, 21, 25];
const usual = 21;

/** The version that files beside the build script ask for; null: none does. */
export async function pinnedJvm(sources: Sources): Promise<Found<string> | null> {
	const file = versionFile(sources.facts, '.java-version') ?? toolVersion(sources.facts, 'java');
	if (file) return file;
	for (const [path, pattern] of [
		['.sdkmanrc', /^\s*java\s*=\s*(\S+)/m],
		['system.properties', /^\s*java\.runtime\.version\s*=\s*(\S+)/m]
	] as const) {
		const value = pattern.exec((await sources.read(path)) ?? '')?.[1];
		if (value) return { value, reason: path };
	}
	return null;
}

/** The release to build and run with: the lowest with long support that is new enough. */
export function jvmVersion(asked: Found<string> | null): {
	found: Found<string>;
	notice: string | null;
} {
	// 'temurin-21.0.2', '1.8', '17.0.9-tem', 'JavaVersion.VERSION_17'
	const wanted = Number(/(?:^|[^\d.])(?:1[._])?(\d{1,2})(?:\D|$)/.exec(asked?.value ?? '')?.[1]);
	if (!asked || !(wanted > 0)) {
		return {
			found: { value: String(usual), reason: asked?.reason ?? 'nothing asks for another' },
			notice: null
		};
	}
	const release = supported.find((candidate) => candidate >= wanted);
	if (release !== undefined) {
		return { found: { value: String(release), reason: asked.reason }, notice: null };
	}
	const newest = Math.max(...supported);
	return {
		found: { value: String(newest), reason: asked.reason },
		notice: `${asked.reason} asks for Java ${wanted}, which is not known yet: built with ${newest}. A Dockerfile of your own can use any version.`
	};
}
