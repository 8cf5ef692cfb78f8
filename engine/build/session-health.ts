import type { sendUnaryData, ServerUnaryCall, ServiceDefinition } from '@grpc/grpc-js';
import { unaryMethod } from './session-method.ts';

interface Asked {
	service: string;
}

interface Answer {
	status: number;
}

const serving = 1;

/** gRPC's health checking protocol: BuildKit asks each second and gives a session up that does not answer. */
export const healthService = {
	Check: unaryMethod<Asked, Answer>('/grpc.health.v1.Health/Check', {
		asked: { service: { type: 'string', id: 1 } },
		answer: { status: { type: 'int32', id: 1 } }
	})
} satisfies ServiceDefinition;

export const alwaysServing = {
	Check(_call: ServerUnaryCall<Asked, Answer>, done: sendUnaryData<Answer>): void {
		done(null, { status: serving });
	}
};
