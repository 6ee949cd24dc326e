package dev.filch.bench.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.pool.Blocking;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;

/** gRPC with its server and its channel on the same pool. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GrpcTest {

    private static final MethodDescriptor<Long, Long> SQUARE = method("Square", MethodType.UNARY);
    private static final MethodDescriptor<Long, Long> SQUARE_BY_CALL = method("SquareByCall", MethodType.UNARY);
    private static final MethodDescriptor<Long, Long> SUMS = method("Sums", MethodType.BIDI_STREAMING);

    private static MethodDescriptor<Long, Long> method(String name, MethodType type) {
        return MethodDescriptor.<Long, Long>newBuilder().setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName("Numbers", name))
                .setRequestMarshaller(new EightBytes()).setResponseMarshaller(new EightBytes()).build();
    }

    /** A number as its eight bytes. */
    private static final class EightBytes implements MethodDescriptor.Marshaller<Long> {

        @Override
        public InputStream stream(Long value) {
            return new ByteArrayInputStream(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
        }

        @Override
        public Long parse(InputStream stream) {
            try {
                return ByteBuffer.wrap(stream.readAllBytes()).getLong();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A server and a channel to it that run everything on one pool. */
    private static final class Connection implements AutoCloseable {

        private final Server server;
        private final ManagedChannel channel;

        Connection(FilchPool pool) throws IOException {
            String name = InProcessServerBuilder.generateName();
            server = InProcessServerBuilder.forName(name).executor(pool.service()).addService(
                    ServerServiceDefinition.builder("Numbers")
                            .addMethod(SQUARE, ServerCalls.asyncUnaryCall(Connection::square))
                            .addMethod(SQUARE_BY_CALL, ServerCalls.asyncUnaryCall(this::squareByCall))
                            .addMethod(SUMS, ServerCalls.asyncBidiStreamingCall(Sums::new)).build()).build().start();
            channel = InProcessChannelBuilder.forName(name).executor(pool.service()).build();
        }

        private static void square(long number, StreamObserver<Long> answer) {
            assertTrue(FilchPool.runsThis());
            answer.onNext(number * number);
            answer.onCompleted();
        }

        /** Asks the same server, and waits for its answer. */
        private void squareByCall(long number, StreamObserver<Long> answer) {
            Blocking.run(() -> answer.onNext(
                    ClientCalls.blockingUnaryCall(channel, SQUARE, CallOptions.DEFAULT, number)));
            answer.onCompleted();
        }

        Future<Long> call(MethodDescriptor<Long, Long> method, long number) {
            return ClientCalls.futureUnaryCall(channel.newCall(method, CallOptions.DEFAULT), number);
        }

        @Override
        public void close() throws InterruptedException {
            channel.shutdown();
            server.shutdown();
            assertTrue(channel.awaitTermination(30, TimeUnit.SECONDS), "the channel did not end");
            assertTrue(server.awaitTermination(30, TimeUnit.SECONDS), "the server did not end");
        }
    }

    /** Answers each number by the sum of all numbers so far. */
    private static final class Sums implements StreamObserver<Long> {

        private final StreamObserver<Long> sums;
        private long sum;

        Sums(StreamObserver<Long> sums) {
            this.sums = sums;
        }

        @Override
        public void onNext(Long number) {
            sum += number;
            sums.onNext(sum);
        }

        @Override
        public void onError(Throwable thrown) {
            sums.onError(thrown);
        }

        @Override
        public void onCompleted() {
            sums.onCompleted();
        }
    }

    /** Keeps what it is told. */
    private static final class Received implements StreamObserver<Long> {

        final List<Long> values = new ArrayList<>();
        final AtomicReference<Throwable> thrown = new AtomicReference<>();
        final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public void onNext(Long value) {
            values.add(value);
            if (!FilchPool.runsThis()) {
                thrown.set(new AssertionError("on " + Thread.currentThread()));
            }
        }

        @Override
        public void onError(Throwable error) {
            thrown.set(error);
            ended.countDown();
        }

        @Override
        public void onCompleted() {
            ended.countDown();
        }
    }

    @EverySetup
    void everyCallIsAnswered(PoolSetup setup) throws Exception {
        try (FilchPool pool = setup.build(); Connection connection = new Connection(pool)) {
            Clients.runAll(4, client -> {
                List<Future<Long>> answers = new ArrayList<>();
                for (long number = 0; number < 1_000; number++) {
                    answers.add(connection.call(SQUARE, number));
                }
                for (int number = 0; number < 1_000; number++) {
                    assertEquals((long) number * number, answers.get(number).get(30, TimeUnit.SECONDS));
                }
            });
        }
    }

    /** All workers may wait at the same time. */
    @EverySetup
    void aServiceMayWaitForItsOwnServer(PoolSetup setup) throws Exception {
        try (FilchPool pool = setup.build(); Connection connection = new Connection(pool)) {
            List<Future<Long>> answers = new ArrayList<>();
            for (long number = 0; number < 100; number++) {
                answers.add(connection.call(SQUARE_BY_CALL, number));
            }
            for (int number = 0; number < 100; number++) {
                assertEquals((long) number * number, answers.get(number).get(30, TimeUnit.SECONDS));
            }
        }
    }

    @EverySetup
    void aStreamKeepsItsOrder(PoolSetup setup) throws Exception {
        try (FilchPool pool = setup.build(); Connection connection = new Connection(pool)) {
            List<Long> expected = LongStream.rangeClosed(1, 5_000).mapToObj(n -> n * (n + 1) / 2).toList();
            Clients.runAll(3, client -> {
                Received received = new Received();
                StreamObserver<Long> numbers = ClientCalls.asyncBidiStreamingCall(
                        connection.channel.newCall(SUMS, CallOptions.DEFAULT), received);
                for (long number = 1; number <= expected.size(); number++) {
                    numbers.onNext(number);
                }
                numbers.onCompleted();
                Clients.await(received.ended);
                assertEquals(null, received.thrown.get());
                assertEquals(expected, received.values);
            });
        }
    }
}
