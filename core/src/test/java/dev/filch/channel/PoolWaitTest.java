package dev.filch.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.pool.WorkStealingPool;
import dev.filch.pool.WorkerPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Tasks of a pool that wait at channels: a spare thread runs the tasks that they wait for. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PoolWaitTest {

    private static final Duration LONG = Duration.ofDays(1);

    private static WorkerPool poolWithOneWorker() {
        return WorkStealingPool.builder().workers(1).build();
    }

    @ParameterizedTest
    @EnumSource
    void taskReceivesWhatALaterTaskSends(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        List<Callable<Integer>> receives = List.of(channel::receive, () -> channel.receive(LONG),
                () -> Select.<Integer>select(channel.onReceive(e -> e), Channel.<Integer>never().onReceive(e -> e)),
                () -> channel.iterator().next());
        try (WorkerPool pool = poolWithOneWorker()) {
            for (Callable<Integer> receive : receives) {
                Future<Integer> received = pool.submit(receive);
                Future<Boolean> sent = pool.submit(() -> channel.send(7, LONG));
                assertEquals(7, received.get());
                assertTrue(sent.get());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"UNBOUNDED", "DROP_OLDEST"})
    void taskSendsWhatALaterTaskReceives(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.create();
        List<Callable<Boolean>> sends = List.of(() -> channel.send(7, LONG), () -> channel.sendAll(List.of(7)) == 1,
                () -> Select.<Boolean>select(channel.onSend(7, () -> true)));
        try (WorkerPool pool = poolWithOneWorker()) {
            for (Callable<Boolean> send : sends) {
                for (int i = 0; i < kind.capacity(); i++) {
                    channel.send(i);
                }
                Future<Boolean> sent = pool.submit(send);
                Future<List<Integer>> received = pool.submit(() -> {
                    List<Integer> all = new ArrayList<>();
                    for (int i = 0; i <= kind.capacity(); i++) {
                        all.add(channel.receive());
                    }
                    return all;
                });
                assertTrue(sent.get());
                assertEquals(7, received.get().get(kind.capacity()));
            }
        }
    }

    /** Each task receives from the task that was submitted after it, so all but the last one wait at the same time. */
    @ParameterizedTest
    @EnumSource
    void chainOfWaitingTasksEnds(ChannelKind kind) throws Exception {
        int tasks = 20;
        List<Channel<Integer>> channels = new ArrayList<>();
        for (int i = 0; i <= tasks; i++) {
            channels.add(kind.create());
        }
        try (WorkerPool pool = poolWithOneWorker()) {
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < tasks; i++) {
                int index = i;
                results.add(pool.submit(() -> {
                    int received = channels.get(index + 1).receive();
                    channels.get(index).send(received + 1);
                    return received;
                }));
            }
            pool.submit(() -> channels.get(tasks).send(0, LONG));
            assertEquals(tasks, channels.get(0).receive());
            for (int i = 0; i < tasks; i++) {
                assertEquals(tasks - 1 - i, results.get(i).get());
            }
        }
    }
}
