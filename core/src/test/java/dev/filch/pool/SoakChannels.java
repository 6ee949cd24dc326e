package dev.filch.pool;

import dev.filch.channel.Channel;
import dev.filch.channel.ChannelClosedException;
import dev.filch.channel.Receiver;
import dev.filch.channel.Select;
import dev.filch.internal.Together;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Channels of all kinds, through which the tasks and clients of a soak pass tokens. Two threads of its own receive what
 * is left over, so a send to any channel always ends. At the end, each token that was sent has been received or dropped
 * once.
 */
final class SoakChannels {

    private static final int MAX_CAPACITY = 5;
    private static final int MAX_TIMEOUT_NANOS = 100_000;
    private static final int RECEIVERS = 2;
    private static final int MAX_OPERATIONS = 50;

    private final SoakRun run;
    private final Channel<Integer> dropping;
    private final List<Channel<Integer>> channels;
    private final Receiver<Integer> stop = Channel.never();
    private final List<Together.Running<Void>> receivers = new ArrayList<>();
    private final AtomicInteger tokens = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();

    // The tokens are 1, 2, 3 and so on. Their squares tell them apart better than they themselves.
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong squaresSent = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final AtomicLong squaresEnded = new AtomicLong();

    SoakChannels(SoakRun run, SplittableRandom random) {
        this.run = run;
        dropping = Channel.dropOldest(random.nextInt(1, MAX_CAPACITY), token -> {
            dropped.getAndIncrement();
            noteEnded(token);
        });
        channels = List.of(Channel.rendezvous(), Channel.bounded(1), Channel.bounded(random.nextInt(1, MAX_CAPACITY)),
                Channel.unbounded(), dropping);
        for (int i = 0; i < RECEIVERS; i++) {
            receivers.add(Together.start(this::receiveUntilStopped));
        }
    }

    private Void receiveUntilStopped() {
        Select<Integer> any = Select.of(stop.onReceive(token -> token),
                channels.get(0).onReceive(token -> token), channels.get(1).onReceive(token -> token),
                channels.get(2).onReceive(token -> token), channels.get(3).onReceive(token -> token),
                channels.get(4).onReceive(token -> token));
        try {
            while (true) {
                noteEnded(any.run());
                run.step();
            }
        } catch (ChannelClosedException stopped) {
            run.expect(stop.isClosed(), () -> "expected only the stop channel to be closed: " + any);
        } catch (Throwable failure) {
            run.fail(failure);
        }
        return null;
    }

    private int newToken() {
        return tokens.incrementAndGet();
    }

    private int noteSent(int token) {
        sent.getAndIncrement();
        squaresSent.getAndAdd((long) token * token);
        return token;
    }

    /** Records that a token was received or dropped. */
    private int noteEnded(int token) {
        ended.getAndIncrement();
        squaresEnded.getAndAdd((long) token * token);
        return token;
    }

    private Channel<Integer> any(SplittableRandom random) {
        return channels.get(random.nextInt(channels.size()));
    }

    private static Duration timeout(SplittableRandom random) {
        return Duration.ofNanos(random.nextInt(MAX_TIMEOUT_NANOS));
    }

    /** Sends and receives tokens, and selects. */
    void operate(SplittableRandom random) throws InterruptedException {
        for (int i = random.nextInt(MAX_OPERATIONS); i >= 0; i--) {
            Channel<Integer> channel = any(random);
            if (random.nextBoolean()) {
                send(channel, random);
            } else {
                receive(channel, random);
            }
        }
    }

    private void send(Channel<Integer> channel, SplittableRandom random) throws InterruptedException {
        int token = newToken();
        int other = newToken();
        switch (random.nextInt(5)) {
            case 0 -> {
                if (channel.trySend(token)) {
                    noteSent(token);
                }
            }
            case 1 -> {
                if (channel.send(token, timeout(random))) {
                    noteSent(token);
                }
            }
            case 2 -> {
                List<Integer> batch = List.of(token, other);
                batch.subList(0, channel.sendAll(batch)).forEach(this::noteSent);
            }
            case 3 -> Select.select(channel.onSend(token, () -> noteSent(token)),
                    any(random).onSend(other, () -> noteSent(other)));
            default -> {
                channel.send(token);
                noteSent(token);
            }
        }
    }

    private void receive(Channel<Integer> channel, SplittableRandom random) throws InterruptedException {
        Integer token = switch (random.nextInt(4)) {
            case 0 -> channel.tryReceive();
            case 1 -> channel.receive(timeout(random));
            case 2 -> {
                int sending = newToken();
                Select.select(channel.onReceive(this::noteEnded),
                        any(random).onSend(sending, () -> noteSent(sending)));
                yield null;
            }
            default -> Select.of(channel.onReceive(received -> received), any(random).onReceive(received -> received))
                    .timeout(timeout(random), () -> null).run();
        };
        if (token != null) {
            noteEnded(token);
        }
    }

    /** Checks the balance. No thread may send or receive any more. */
    void end() throws Exception {
        stop.cancel();
        for (Together.Running<Void> receiver : receivers) {
            receiver.join();
        }
        for (Channel<Integer> channel : channels) {
            channel.cancel().forEach(this::noteEnded);
        }
        run.expect(sent.get() == ended.get() && squaresSent.get() == squaresEnded.get(),
                () -> sent + " tokens were sent and " + ended + " received or dropped; the sums of their squares are "
                        + squaresSent + " and " + squaresEnded + ": " + channels);
        run.expect(dropping.dropped() == dropped.get(), () -> "expected the handler to get all dropped tokens");
        run.add(SoakRun.Total.TOKENS, sent.get());
        run.add(SoakRun.Total.DROPPED_TOKENS, dropped.get());
    }

    @Override
    public String toString() {
        return channels.toString();
    }
}
