import { z } from 'zod';
import type { Found } from '../../plan.ts';
import type { Sources } from '../language.ts';
import { parseToml } from '../manifest.ts';
import { toolVersion } from '../versions.ts';

export interface RustToolchain {
	/** Of the image's tag: '1', '1.85', '1.85.0'. */
	version: Found<string>;
	/** rustup fetches what the file asks for: a nightly, or targets and components beside the usual ones. */
	isFetched: boolean;
}

const shape = z.object({
	toolchain: z.object({
		channel: z.string().optional().catch(undefined),
		targets: z.array(z.string()).optional().catch(undefined)
	})
});

const newest = '1';

/** `lowest`: the rust-version of Cargo.toml, which newer ones satisfy. Errors (422): manifest_invalid. */
export async function rustToolchain(
	sources: Sources,
	lowest: string | null
): Promise<RustToolchain> {
	for (const path of ['rust-toolchain.toml', 'rust-toolchain']) {
		const text = (await sources.read(path))?.trim();
		if (!text) continue;
		const plain = /^[\w.-]+$/.test(text);
		const parsed = plain ? null : shape.safeParse(parseToml(path, text)).data?.toolchain;
		const channel = plain ? text : (parsed?.channel ?? 'stable');
		const targets = parsed?.targets ?? [];
		return { version: versionOf(channel, path), isFetched: isFetched(channel, targets) };
	}
	const tool = toolVersion(sources.facts, 'rust');
	if (tool) return { version: versionOf(tool.value, tool.reason), isFetched: false };
	const reason =
		lowest === null ? 'nothing asks for another' : `the newest; Cargo.toml: rust-version ${lowest}`;
	return { version: { value: newest, reason }, isFetched: false };
}

function versionOf(channel: string, reason: string): Found<string> {
	const value = /^\d+\.\d+(\.\d+)?$/.exec(channel)?.[0] ?? newest;
	return { value, reason: value === channel ? reason : `${reason}: ${channel}` };
}

function isFetched(channel: string, targets: string[]): boolean {
	return targets.length > 0 || !/^(stable|\d+\.\d+(\.\d+)?)$/.test(channel);
}
