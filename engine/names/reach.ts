import { createHmac, randomBytes } from 'node:crypto';

/** Gantry's own question, by way of the network that visitors come from: does a host lead to this edge? */
export interface ReachProof {
	/** Asked for over HTTP. */
	path: string;
	/** The whole body of this edge's answer; no other machine knows it. */
	answer: string;
}

/** Makes such questions and answers them. Nothing is kept of them but one key, which ends with the process. */
export class ReachProofs {
	readonly #key = randomBytes(32);

	make(): ReachProof {
		const token = randomBytes(16).toString('hex');
		return { path: `/.well-known/gantry/${token}`, answer: this.#answer(token) };
	}

	/** null for what is no such question. */
	answerTo(path: string): string | null {
		const [, token] = /^\/\.well-known\/gantry\/([0-9a-f]{32})$/.exec(path) ?? [];
		return token === undefined ? null : this.#answer(token);
	}

	#answer(token: string): string {
		return createHmac('sha256', this.#key).update(token).digest('hex');
	}
}
