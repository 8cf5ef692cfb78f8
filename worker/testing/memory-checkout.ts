import { Readable } from 'node:stream';
import { memoryTree } from '#engine/checkout/memory-tree.ts';
import type { Checkout } from '#engine/checkout/port.ts';

export interface MemoryCheckout extends Checkout {
	/** Services with a cache. */
	cached: Set<string>;
	files: Record<string, string>;
	/** The head of every branch. */
	head: string;
}

/** One repository in memory, with the branch main. */
export function memoryCheckout(): MemoryCheckout {
	const checkout: MemoryCheckout = {
		cached: new Set(),
		files: { Dockerfile: 'FROM scratch\nEXPOSE 3000\nCMD ["/app"]\n' },
		head: 'a'.repeat(40),
		branches: async () => ({ default: 'main', names: ['main'] }),
		resolve: async ({ commit }) => ({ sha: commit ?? checkout.head }),
		async fetch(service, { commit }, _rootDirectory, { signal }) {
			signal.throwIfAborted();
			checkout.cached.add(service);
			const sha = commit ?? checkout.head;
			const facts = { message: 'A change', author: 'Ada', committedAt: new Date(0) };
			return { sha, ...facts, tree: `tree of ${sha}` };
		},
		tree: () => memoryTree(checkout.files),
		archive: () => Readable.from([]),
		async remove(service) {
			checkout.cached.delete(service);
		}
	};
	return checkout;
}
