package dev.cortado.bench.faults;

import dev.cortado.bench.launcher.BenchStack;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/// A few connections to accounting's tables, used again and again: a question for each refusal must not weigh more
/// than the requests.
final class Connections implements AutoCloseable {

    private static final int MOST = 4;

    private final BenchStack stack;
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final Semaphore places = new Semaphore(MOST, true);

    Connections(BenchStack stack) {
        this.stack = stack;
    }

    /// A question to the database.
    interface Question<T> {
        Optional<T> ask(Connection connection) throws SQLException;
    }

    /// Empty also where the database does not answer.
    <T> Optional<T> ask(Question<T> question) {
        places.acquireUninterruptibly();
        try {
            Connection connection = idle.poll();
            if (connection == null) {
                connection = stack.connect();
            }
            try {
                Optional<T> answer = question.ask(connection);
                idle.push(connection);
                return answer;
            } catch (SQLException e) {
                connection.close();
                return Optional.empty();
            }
        } catch (SQLException e) {
            return Optional.empty();
        } finally {
            places.release();
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection each : idle) {
            each.close();
        }
    }
}
