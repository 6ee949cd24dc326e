package dev.filch.stress.scenario;

import java.util.List;

/**
 * Specification of a channel. A batch moves one element after another, and a selection tries one case after another. A
 * channel that drops its oldest element works as a ring's {@code forceOffer} does.
 */
final class ChannelSteps implements Steps {

    /** The result of a selection that could receive, but has sent. */
    private static final int SENT = 0;

    // The local variables of an operation.
    private static final int COUNT = 0;
    private static final int DIGITS = 1;
    private static final int FIRST_CASE = 1;
    private static final int TICKETS = 2;

    /** What a send to a full channel that drops elements has not done yet. */
    private static final int LEFT_TO_DO = 3;

    private static final int TO_DROP = 2;
    private static final int TO_COUNT = 1;

    @Override
    public Status step(Elements channel, Progress call, Choices choices) {
        if (call.recall(LEFT_TO_DO) > 0) {
            return dropOrCount(channel, call);
        }
        return switch (call.name()) {
            case "trySend", "send", "sendAll", "selectSend" -> send(channel, call, choices);
            case "tryReceive", "receive", "selectReceive" -> receive(channel, call);
            case "drainTo", "receiveAll" -> receiveAll(channel, call);
            case "selectEither" -> selectEither(channel, call, choices);
            case "close" -> close(channel, 0);
            case "closeWith" -> close(channel, call.arguments().get(0));
            case "cancel" -> cancel(channel, call);
            case "isClosed" -> call.answer(channel.closed ? 1 : 0);
            case "size" -> Steps.size(channel, call, capacity(channel));
            case "dropped" -> call.answer(channel.dropped);
            // The channel holds its elements elsewhere from now on.
            case "asBlockingQueue" -> Status.DONE;
            case "rest" -> call.answer(capacity(channel) == 0 ? 0 : channel.takeRest(LAST));
            default -> throw new IllegalArgumentException(call.name());
        };
    }

    private static int capacity(Elements channel) {
        return switch (channel.state.kind()) {
            case "rendezvous" -> 0;
            case "unbounded" -> Integer.MAX_VALUE;
            default -> channel.state.number();
        };
    }

    private static boolean isUnbounded(Elements channel) {
        return capacity(channel) == Integer.MAX_VALUE;
    }

    /** Whether a send has to wait for room. */
    private static boolean isFull(Elements channel) {
        return channel.size() >= capacity(channel) && !channel.state.kind().equals("dropOldest");
    }

    /** The result of an operation that finds the channel closed. */
    private static int closed(Elements channel) {
        return CLOSED - 10 * channel.cause;
    }

    private static boolean mayWait(Progress call) {
        return List.of("send", "sendAll", "receive", "receiveAll").contains(call.name());
    }

    /** A refused send to an unbounded channel may hold tickets for a moment, which its size counts. */
    private static Status send(Elements channel, Progress call, Choices choices) {
        List<Integer> elements = call.arguments();
        int sent = call.recall(COUNT);
        if (call.recall(TICKETS) > 0) {
            channel.tickets -= call.recall(TICKETS);
            return call.answer(closed(channel));
        }
        if (sent == elements.size()) {
            return call.answer(sent);
        }
        if (channel.closed && sent > 0) {
            return call.answer(sent);
        }
        if (channel.closed) {
            if (isUnbounded(channel) && choices.decide()) {
                call.remember(TICKETS, elements.size());
                channel.tickets += elements.size();
                return Status.AGAIN;
            }
            return call.answer(closed(channel));
        }
        if (isFull(channel)) {
            return mayWait(call) ? Status.BLOCKED : call.answer(0);
        }
        if (isAboutToDrop(channel)) {
            return Status.BLOCKED;
        }
        int run = isUnbounded(channel) ? elements.size() : 1;
        elements.subList(sent, sent + run).forEach(element -> add(channel, call, element));
        call.remember(COUNT, sent + run);
        return Status.AGAIN;
    }

    /** Whether a send has added its element, and not dropped the oldest yet. Other sends wait meanwhile. */
    private static boolean isAboutToDrop(Elements channel) {
        return channel.size() > capacity(channel);
    }

    private static void add(Elements channel, Progress call, int element) {
        if (channel.size() == capacity(channel)) {
            call.remember(LEFT_TO_DO, TO_DROP);
        }
        channel.publish(channel.add(element));
    }

    /** Drops the oldest element, unless another thread has taken it, and then counts it. */
    private static Status dropOrCount(Elements channel, Progress call) {
        if (call.recall(LEFT_TO_DO) == TO_COUNT) {
            channel.dropped++;
            call.remember(LEFT_TO_DO, 0);
        } else if (isAboutToDrop(channel)) {
            take(channel);
            call.remember(LEFT_TO_DO, TO_COUNT);
        } else {
            call.remember(LEFT_TO_DO, 0);
        }
        return Status.AGAIN;
    }

    private static int take(Elements channel) {
        Cell oldest = channel.takeFirst();
        channel.release(oldest.position());
        return oldest.value();
    }

    private static Status receive(Elements channel, Progress call) {
        if (!channel.isEmpty()) {
            return call.answer(take(channel));
        }
        if (channel.closed) {
            return call.answer(closed(channel));
        }
        return mayWait(call) ? Status.BLOCKED : call.answer(NONE);
    }

    private static Status receiveAll(Elements channel, Progress call) {
        int received = call.recall(COUNT);
        if (received == 0 && channel.isEmpty() && mayWait(call)) {
            return channel.closed ? call.answer(closed(channel)) : Status.BLOCKED;
        }
        if (received == call.arguments().get(0) || channel.isEmpty()) {
            return call.answer(call.recall(DIGITS));
        }
        call.remember(COUNT, received + 1);
        call.remember(DIGITS, Steps.appended(call.recall(DIGITS), take(channel)));
        return Status.AGAIN;
    }

    /** Begins with any of its cases: a send, and a receive. */
    private static Status selectEither(Elements channel, Progress call, Choices choices) {
        if (call.recall(COUNT) > 0) {
            return call.answer(SENT);
        }
        if (call.phase() == 0) {
            call.remember(FIRST_CASE, choices.pick(2));
        }
        boolean sends = call.phase() == call.recall(FIRST_CASE);
        boolean isReady = channel.closed || (sends ? !isFull(channel) : !channel.isEmpty());
        if (!isReady) {
            return call.phase() == 0 ? Status.AGAIN : call.answer(NONE);
        }
        if (!sends || channel.closed) {
            return call.answer(sends || channel.isEmpty() ? closed(channel) : take(channel));
        }
        if (isAboutToDrop(channel)) {
            return Status.BLOCKED;
        }
        add(channel, call, call.arguments().get(0));
        call.remember(COUNT, 1);
        return Status.AGAIN;
    }

    private static Status close(Elements channel, int cause) {
        if (!channel.closed) {
            channel.closed = true;
            channel.cause = cause;
        }
        return Status.DONE;
    }

    private static Status cancel(Elements channel, Progress call) {
        if (call.phase() == 0) {
            close(channel, 0);
            return Status.AGAIN;
        }
        if (channel.isEmpty()) {
            return call.answer(call.recall(DIGITS));
        }
        call.remember(DIGITS, Steps.appended(call.recall(DIGITS), take(channel)));
        return Status.AGAIN;
    }
}
