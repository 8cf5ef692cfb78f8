import type { sendUnaryData, ServerUnaryCall, ServiceDefinition } from '@grpc/grpc-js';
import { unaryMethod } from './session-method.ts';

interface Asked {
	Host: string;
}

interface Answer {
	Username: string;
	Secret: string;
}

/** BuildKit's session/auth/auth.proto, asked before a base image is pulled. */
export const credentialsService = {
	Credentials: unaryMethod<Asked, Answer>('/moby.filesync.v1.Auth/Credentials', {
		asked: { Host: { type: 'string', id: 1 } },
		answer: { Username: { type: 'string', id: 1 }, Secret: { type: 'string', id: 2 } }
	})
} satisfies ServiceDefinition;

/** Base images are pulled as anybody may pull them. */
export const noCredentials = {
	Credentials(_call: ServerUnaryCall<Asked, Answer>, done: sendUnaryData<Answer>): void {
		done(null, { Username: '', Secret: '' });
	}
};
