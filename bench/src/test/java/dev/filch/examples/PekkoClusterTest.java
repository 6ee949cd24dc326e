package dev.filch.examples;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PekkoClusterTest {

    private static final String ADDRESS = "(pekko://filch@127\\.0\\.0\\.1:\\d+)";

    @Test
    void aMessageCrossesFromOneNodeToTheOther() throws Exception {
        String message = PekkoCluster.run();

        Matcher matcher = Pattern.compile("from " + ADDRESS + " to " + ADDRESS).matcher(message);
        assertTrue(matcher.matches(), message);
        assertNotEquals(matcher.group(1), matcher.group(2), message);
    }

    @Test
    void theDefaultDispatcherIsAPoolThatEndsWithTheSystem() throws Exception {
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "filch", PekkoCluster.CONFIG);
        CompletableFuture<Thread> worker = new CompletableFuture<>();
        CompletableFuture<StackTraceElement[]> stack = new CompletableFuture<>();
        system.executionContext().execute(() -> {
            worker.complete(Thread.currentThread());
            stack.complete(Thread.currentThread().getStackTrace());
        });
        Thread thread = worker.get();
        assertTrue(Arrays.stream(stack.get())
                .anyMatch(frame -> frame.getClassName().startsWith("dev.filch.internal.scheduler.")),
                () -> "not in a pool of Filch: " + Arrays.toString(stack.join()));

        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
        // Shorter than an idle thread's keep-alive.
        thread.join(TimeUnit.SECONDS.toMillis(30));
        assertFalse(thread.isAlive(), "the pool was not shut down");
    }
}
