import type { MethodDefinition } from '@grpc/grpc-js';
import protobuf from 'protobufjs';

type Fields = Record<string, { type: 'string' | 'bytes' | 'int32'; id: number }>;

/** One method of a gRPC service: a message asked, a message answered. */
export function unaryMethod<Asked, Answer>(
	path: string,
	{ asked, answer }: { asked: Fields; answer: Fields }
): MethodDefinition<Asked, Answer> {
	const root = protobuf.Root.fromJSON({
		nested: { Asked: { fields: asked }, Answer: { fields: answer } }
	});
	const [request, response] = [root.lookupType('Asked'), root.lookupType('Answer')];
	const write = (type: protobuf.Type) => (message: object) =>
		Buffer.from(type.encode(message).finish());
	const read =
		<T>(type: protobuf.Type) =>
		(bytes: Buffer) =>
			type.toObject(type.decode(bytes), { defaults: true }) as T;
	return {
		path,
		requestStream: false,
		responseStream: false,
		requestSerialize: write(request) as (message: Asked) => Buffer,
		requestDeserialize: read<Asked>(request),
		responseSerialize: write(response) as (message: Answer) => Buffer,
		responseDeserialize: read<Answer>(response)
	};
}
