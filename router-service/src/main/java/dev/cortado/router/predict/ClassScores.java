package dev.cortado.router.predict;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/// What variants were worth in each class of task: how far the mean of its scores lies from the mean of all, drawn to
/// it by some labels' worth. It is known of any prompt whose request names its class.
///
/// @param deviations by class, then by variant
record ClassScores(Map<String, double[]> deviations) {

    /// Labels' worth of the mean of all that each class begins with.
    private static final double BEGINNING = 4;

    static ClassScores fit(Ratings ratings) {
        Map<String, double[]> sums = new TreeMap<>();
        Map<String, Integer> counts = new TreeMap<>();
        for (int v = 0; v < ratings.variants(); v++) {
            double mean = ratings.mean(v);
            for (int i = 0; i < ratings.size(); i++) {
                String taskClass = ratings.classes().get(i);
                if (!taskClass.isEmpty()) {
                    sums.computeIfAbsent(taskClass, _ -> new double[ratings.variants()])[v] +=
                            ratings.scores()[v][i] - mean;
                    counts.merge(taskClass, v == 0 ? 1 : 0, Integer::sum);
                }
            }
        }
        sums.forEach((taskClass, row) -> {
            for (int v = 0; v < row.length; v++) {
                row[v] /= counts.getOrDefault(taskClass, 0) + BEGINNING;
            }
        });
        return new ClassScores(sums);
    }

    boolean knows(String taskClass) {
        return deviations.containsKey(taskClass);
    }

    /// 0 for a class of which nothing is known.
    double of(String taskClass, int variant) {
        double[] row = deviations.get(taskClass);
        return row == null ? 0 : row[variant];
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(deviations.size());
        for (Map.Entry<String, double[]> each : deviations.entrySet()) {
            out.writeUTF(each.getKey());
            Numbers.write(out, each.getValue());
        }
    }

    static ClassScores read(DataInputStream in) throws IOException {
        Map<String, double[]> deviations = new TreeMap<>();
        int count = Numbers.count(in);
        for (int c = 0; c < count; c++) {
            deviations.put(in.readUTF(), Numbers.doubles(in));
        }
        return new ClassScores(deviations);
    }
}
