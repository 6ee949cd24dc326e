package dev.filch.pool;

import java.util.concurrent.ThreadFactory;

/** The ways in which a thread factory fails. */
enum FactoryFailure implements ThreadFactory {
    THROWS(IllegalStateException.class) {
        @Override
        public Thread newThread(Runnable runnable) {
            throw new IllegalStateException("from the factory");
        }
    },
    THROWS_OUT_OF_MEMORY(OutOfMemoryError.class) {
        @Override
        public Thread newThread(Runnable runnable) {
            throw new OutOfMemoryError("no memory for a thread (thrown by the test)");
        }
    },
    RETURNS_NULL(IllegalStateException.class) {
        @Override
        public Thread newThread(Runnable runnable) {
            return null;
        }
    },
    START_FAILS(OutOfMemoryError.class) {
        @Override
        public Thread newThread(Runnable runnable) {
            return new Thread(runnable) {
                @Override
                public void start() {
                    throw new OutOfMemoryError("unable to create native thread (thrown by the test)");
                }
            };
        }
    };

    private final Class<? extends Throwable> reported;

    FactoryFailure(Class<? extends Throwable> reported) {
        this.reported = reported;
    }

    /** The class of the exception that the pool reports, and that the constructor of a pool throws. */
    Class<? extends Throwable> reported() {
        return reported;
    }
}
