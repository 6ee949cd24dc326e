package dev.filch.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.examples.ActorMailbox.Relay;
import dev.filch.pool.WorkStealingPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ActorMailboxTest {

    private static final int SENDERS = 4;
    private static final int MESSAGES = 20_000;

    /** What a sender sends. */
    private record Message(int sender, int number) {
    }

    /** Notes what breaks the promises of a mailbox. Its fields are plain, as those of any actor. */
    private static final class Strict implements Consumer<Message> {

        private final int[] handled = new int[SENDERS];
        private final AtomicBoolean busy = new AtomicBoolean();
        private int overlaps;
        private int outOfOrder;

        @Override
        public void accept(Message message) {
            if (!busy.compareAndSet(false, true)) {
                overlaps++;
            }
            if (message.number != handled[message.sender]) {
                outOfOrder++;
            }
            handled[message.sender]++;
            busy.set(false);
        }
    }

    private static void sendAll(ActorMailbox<Message> mailbox, int sender) {
        for (int number = 0; number < MESSAGES; number++) {
            mailbox.send(new Message(sender, number));
        }
    }

    @Test
    void anActorHandlesOneMessageAtATimeInTheOrderOfEachSender() throws Exception {
        try (WorkStealingPool pool = WorkStealingPool.builder().workers(4).build()) {
            Strict actor = new Strict();
            ActorMailbox<Message> mailbox = new ActorMailbox<>(pool, actor);
            List<Thread> senders = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                int sender = i;
                senders.add(new Thread(() -> sendAll(mailbox, sender)));
            }
            senders.forEach(Thread::start);
            for (Thread sender : senders) {
                sender.join();
            }
            pool.awaitIdle();

            assertArrayEquals(new int[] {MESSAGES, MESSAGES, MESSAGES, MESSAGES}, actor.handled);
            assertEquals(0, actor.overlaps, "messages handled at the same time");
            assertEquals(0, actor.outOfOrder, "messages out of order");
        }
    }

    @Test
    void tokensMakeAllTheirSteps() throws Exception {
        int size = 10;
        int tokens = 3;
        int rounds = 1_000;
        try (WorkStealingPool pool = WorkStealingPool.builder().workers(4).build()) {
            List<Relay> relays = ActorMailbox.ring(pool, size);
            for (int token = 0; token < tokens; token++) {
                relays.get(token).mailbox.send(rounds * size - 1);
            }
            pool.awaitIdle();

            for (Relay relay : relays) {
                assertEquals(tokens * rounds, relay.tokensSeen);
            }
        }
    }

    @Test
    void anActorThatThrowsGetsItsNextMessages() throws Exception {
        AtomicInteger thrown = new AtomicInteger();
        try (WorkStealingPool pool = WorkStealingPool.builder().workers(2)
                .uncaughtExceptionHandler((thread, exception) -> thrown.incrementAndGet()).build()) {
            AtomicInteger handled = new AtomicInteger();
            ActorMailbox<Integer> mailbox = new ActorMailbox<>(pool, number -> {
                if (number % 10 == 0) {
                    throw new IllegalStateException("message " + number);
                }
                handled.incrementAndGet();
            });
            for (int i = 0; i < 1_000; i++) {
                mailbox.send(i);
            }
            pool.awaitIdle();

            assertEquals(900, handled.get());
            assertEquals(100, thrown.get());
        }
    }

    /** A turn that ends with messages left is submitted again behind the other actors' turns. */
    @Test
    void aBusyActorLeavesTheWorkerToOthers() throws Exception {
        try (WorkStealingPool pool = WorkStealingPool.builder().workers(1).fifo().build()) {
            AtomicInteger handled = new AtomicInteger();
            AtomicInteger handledBefore = new AtomicInteger(-1);
            ActorMailbox<Integer> busy = new ActorMailbox<>(pool, number -> handled.incrementAndGet());
            ActorMailbox<Integer> other = new ActorMailbox<>(pool, number -> handledBefore.set(handled.get()));
            pool.execute(() -> {
                for (int i = 0; i < 1_000; i++) {
                    busy.send(i);
                }
                other.send(0);
            });
            pool.awaitIdle();

            assertEquals(1_000, handled.get());
            assertTrue(handledBefore.get() < 1_000, () -> "after " + handledBefore + " messages of the busy actor");
        }
    }
}
