package dev.filch.internal.scheduler;

import dev.filch.stress.model.Scenario;

/**
 * Threads that take credits and give back those that they have. Each thread is a word:
 *
 * <pre>
 *   t  takes a credit; one must be left        0, 1, …  gives one back, as the thread of this worker
 *   T  takes a credit if one is left           s        gives one back, as a thread without a worker
 * </pre>
 */
public final class CreditScenario extends Scenario {

    private final int capacity;
    private final QueueCredits credits;

    /** How many credits each thread has in the end. */
    private final int[] held;

    public CreditScenario(int capacity, int workers, String... threads) {
        this.capacity = capacity;
        credits = new QueueCredits(capacity, workers);
        held = new int[threads.length];
        for (int i = 0; i < threads.length; i++) {
            int number = i;
            thread(threads[i], () -> held[number] = act(threads[number]));
        }
    }

    private int act(String word) {
        int has = 0;
        for (int i = 0; i < word.length(); i++) {
            char letter = word.charAt(i);
            if (letter == 't' || letter == 'T') {
                boolean taken = credits.tryTake();
                require(taken || letter == 'T', "a credit was left all the time");
                has += taken ? 1 : 0;
            } else if (has > 0) {
                give(letter);
                has--;
            }
        }
        return has;
    }

    private void give(char letter) {
        if (letter == 's') {
            credits.giveShared();
        } else {
            credits.give(letter - '0');
        }
    }

    @Override
    public void afterwards() {
        int inUse = 0;
        for (int each : held) {
            inUse += each;
        }
        require(inUse <= capacity, "no more credits are in use than there are");
        require(credits.used() == inUse, "the credits in use are counted");
        for (int left = capacity - inUse; left > 0; left--) {
            require(credits.tryTake(), "each credit that is left can be taken");
        }
        require(!credits.tryTake(), "no other credit can be taken");
    }
}
