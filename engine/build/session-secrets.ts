import {
	type sendUnaryData,
	type ServerUnaryCall,
	type ServiceDefinition,
	status
} from '@grpc/grpc-js';
import { unaryMethod } from './session-method.ts';

interface Asked {
	ID: string;
}

interface Answer {
	data: Uint8Array;
}

/** BuildKit's session/secrets/secrets.proto. */
export const secretsService = {
	GetSecret: unaryMethod<Asked, Answer>('/moby.buildkit.secrets.v1.Secrets/GetSecret', {
		asked: { ID: { type: 'string', id: 1 } },
		answer: { data: { type: 'bytes', id: 1 } }
	})
} satisfies ServiceDefinition;

/** An unknown id is "not found": BuildKit then leaves the mount out, or fails where it is `required`. */
export function servedSecrets(secrets: ReadonlyMap<string, string>) {
	return {
		GetSecret({ request }: ServerUnaryCall<Asked, Answer>, done: sendUnaryData<Answer>): void {
			const value = secrets.get(request.ID);
			if (value !== undefined) return done(null, { data: Buffer.from(value) });
			done({ code: status.NOT_FOUND, details: `there is no build-time variable ${request.ID}` });
		}
	};
}
